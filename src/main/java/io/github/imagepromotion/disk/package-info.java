/** Files that are there whole or not at all, and parts of files read by many at once. JDK only. */
@NullMarked
package io.github.imagepromotion.disk;

import org.jspecify.annotations.NullMarked;
