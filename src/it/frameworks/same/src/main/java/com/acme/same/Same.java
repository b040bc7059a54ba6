package com.acme.same;

public class Same {
    public static String name() {
        return "same";
    }
}
