package io.github.imagepromotion.ledger;

/** How signatures lie beside an image. */
public enum SignatureForm {
    /** A Sigstore bundle that has the image as its subject. */
    BUNDLE,
    /** Under cosign's tags {@code .sig} and {@code .att}, as older verifiers look for it. */
    LEGACY
}
