package io.github.imagepromotion.environment;

/** Whose word it is, what environments are. */
public enum EnvironmentSource {
    /** The POM of a checkout, a file of environments that was named, or settings.xml: they may say all there is to say. */
    OPERATOR,
    /** A build record that was signed by a key that the operator named: what the POM could have said. */
    SIGNED,
    /**
     * A build record that nobody vouches for: whoever can write where it lay may have written it. It says which
     * environments there are, their order, tags and registries, and no more.
     */
    UNSIGNED
}
