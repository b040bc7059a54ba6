package com.acme.mr;

class Version {
    static String name() {
        return "Java 17";
    }
}
