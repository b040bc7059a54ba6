/**
 * Signatures of images, compatible with cosign: keys, DSSE envelopes, in-toto statements, Sigstore bundles and cosign's
 * older format. Works on bytes, without registries, files or Maven. Only {@link
 * io.github.imagepromotion.signing.Signatures} decides whether a signature counts.
 */
@NullMarked
package io.github.imagepromotion.signing;

import org.jspecify.annotations.NullMarked;
