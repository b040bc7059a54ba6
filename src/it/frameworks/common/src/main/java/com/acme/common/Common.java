package com.acme.common;

public class Common {
    public static String name() {
        return "common";
    }
}
