/** Seeded manipulations of archives and registries, each of which a verification or a gate has to find. */
@NullMarked
package io.github.imagepromotion.tampering;

import org.jspecify.annotations.NullMarked;
