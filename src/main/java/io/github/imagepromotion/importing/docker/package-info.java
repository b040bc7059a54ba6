/** What docker save and its kin write, and the tools that write it. */
@NullMarked
package io.github.imagepromotion.importing.docker;

import org.jspecify.annotations.NullMarked;
