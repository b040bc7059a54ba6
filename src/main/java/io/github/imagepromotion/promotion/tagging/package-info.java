/** The tags of a set, set together, each read back, and one promotion at a time. */
@NullMarked
package io.github.imagepromotion.promotion.tagging;

import org.jspecify.annotations.NullMarked;
