/** From certificate and key files to what TLS needs. Files are read, checked and never written. */
@NullMarked
package io.github.imagepromotion.registry.tls;

import org.jspecify.annotations.NullMarked;
