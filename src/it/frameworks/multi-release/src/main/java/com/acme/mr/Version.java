package com.acme.mr;

class Version {
    static String name() {
        return "any Java";
    }
}
