package com.acme.java25;

class Main {
    void main() {
        IO.println("Hello from Java 25.");
    }
}
