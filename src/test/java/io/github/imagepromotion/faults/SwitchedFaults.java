package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.proxy.Fault;
import io.github.imagepromotion.faults.proxy.FaultKind;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Operation;
import java.util.Optional;

/** Faults that begin when they are switched on. */
final class SwitchedFaults implements Faults {
    private final Faults faults;
    private volatile boolean on;

    SwitchedFaults(Faults faults) {
        this.faults = faults;
    }

    void on() {
        on = true;
    }

    void off() {
        on = false;
    }

    @Override
    public Optional<Fault> next(Operation operation, Head request) {
        return on ? faults.next(operation, request) : Optional.empty();
    }

    @Override
    public void injected(FaultKind kind) {
        faults.injected(kind);
    }

    @Override
    public String expiredToken() {
        return faults.expiredToken();
    }
}
