package com.acme.boot21;

public class Application {
    public static void main(String[] args) {
        System.out.println("Hello from boot-2.1.");
    }
}
