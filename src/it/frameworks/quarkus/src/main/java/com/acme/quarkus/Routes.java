package com.acme.quarkus;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

@ApplicationScoped
public class Routes {
    void add(@Observes Router router) {
        router.get("/").handler(call -> call.response().end("Hello from Quarkus."));
    }
}
