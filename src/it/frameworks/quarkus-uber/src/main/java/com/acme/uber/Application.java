package com.acme.uber;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public class Application implements QuarkusApplication {
    @Override
    public int run(String... args) {
        System.out.println("Hello from quarkus-uber.");
        return 0;
    }
}
