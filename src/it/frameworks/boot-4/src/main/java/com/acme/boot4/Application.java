package com.acme.boot4;

public class Application {
    public static void main(String[] args) {
        System.out.println("Hello from boot-4.");
    }
}
