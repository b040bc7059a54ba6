/** The builds of an image, across environments, in the order in which they were made. */
@NullMarked
package io.github.imagepromotion.report.history;

import org.jspecify.annotations.NullMarked;
