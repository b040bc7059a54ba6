package io.github.imagepromotion.faults.proxy;

/**
 * One fault.
 *
 * @param kind of it
 * @param where in the message it strikes, from 0 to 1
 * @param status for the kinds that leave a choice of it, else 0
 */
public record Fault(FaultKind kind, double where, int status) {

    /** {@return a fault of a kind that leaves no choice of a status} */
    public static Fault of(FaultKind kind, double where) {
        return new Fault(kind, where, 0);
    }

    int in(int length) {
        return (int) (where * length);
    }

    long in(long length) {
        return (long) (where * length);
    }
}
