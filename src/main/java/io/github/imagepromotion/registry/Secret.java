package io.github.imagepromotion.registry;

/** A secret, so that it cannot be printed by mistake. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * @param value the secret
     * @return the value, held
     */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** {@return the secret itself, to be sent to the one it is for} */
    public String reveal() {
        return value;
    }

    /** {@return {@code ***}} */
    @Override
    public String toString() {
        return "***";
    }
}
