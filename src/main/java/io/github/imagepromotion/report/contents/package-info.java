/** What an image consists of, what is said about it, and what changed from one image to another. */
@NullMarked
package io.github.imagepromotion.report.contents;

import org.jspecify.annotations.NullMarked;
