/** Atomic files, parts of files for concurrent reading, and tar. JDK only. */
@NullMarked
package io.github.imagepromotion.disk;

import org.jspecify.annotations.NullMarked;
