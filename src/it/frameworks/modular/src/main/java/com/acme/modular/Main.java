package com.acme.modular;

import com.google.gson.Gson;
import java.util.ServiceLoader;

/** Finds its service by what module-info.java says, which nobody reads on the class path. */
public class Main implements Greeting {
    public static void main(String[] args) {
        System.out.println("Hello from " + ServiceLoader.load(Greeting.class).findFirst().orElseThrow().text());
    }

    @Override
    public String text() {
        return new Gson().toJson(Main.class.getModule().getName());
    }
}
