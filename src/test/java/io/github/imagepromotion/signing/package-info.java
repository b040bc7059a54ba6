/** Tests of signing, against openssl and cosign. */
@NullMarked
package io.github.imagepromotion.signing;

import org.jspecify.annotations.NullMarked;
