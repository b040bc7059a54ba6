/** Reads archives of docker save and compatible tools, and runs these tools. */
@NullMarked
package io.github.imagepromotion.importing.docker;

import org.jspecify.annotations.NullMarked;
