package io.github.imagepromotion.registry;

/** A secret in a type that does not print it. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * @param value the secret
     * @return the value as a secret
     */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** {@return the value, to be sent to the server that it is for} */
    public String reveal() {
        return value;
    }

    /** {@return {@code ***}} */
    @Override
    public String toString() {
        return "***";
    }
}
