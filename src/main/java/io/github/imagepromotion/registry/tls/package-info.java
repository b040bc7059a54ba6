/** Creates TLS contexts from certificate and key files. Files are never written. */
@NullMarked
package io.github.imagepromotion.registry.tls;

import org.jspecify.annotations.NullMarked;
