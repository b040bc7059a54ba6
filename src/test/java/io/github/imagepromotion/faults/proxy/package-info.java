/** A reverse proxy that breaks what passes through it, on purpose and on the wire. */
@NullMarked
package io.github.imagepromotion.faults.proxy;

import org.jspecify.annotations.NullMarked;
