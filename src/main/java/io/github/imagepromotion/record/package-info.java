/** The build record: what a build made, of what, and where it may go; one JSON document beside the archive. */
@NullMarked
package io.github.imagepromotion.record;

import org.jspecify.annotations.NullMarked;
