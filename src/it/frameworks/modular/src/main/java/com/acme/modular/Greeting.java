package com.acme.modular;

public interface Greeting {
    String text();
}
