package com.acme.common;

public class Sample {
    public static String name() {
        return "sample";
    }
}
