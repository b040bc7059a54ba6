/**
 * Signatures about images, as cosign makes and checks them: keys, the DSSE envelope, in-toto statements, Sigstore bundles
 * and cosign's older form. Bytes in, bytes out: it knows no registry, no file and no Maven. Whether a signature counts is
 * decided in {@link io.github.imagepromotion.signing.Signatures} and nowhere else.
 */
@NullMarked
package io.github.imagepromotion.signing;

import org.jspecify.annotations.NullMarked;
