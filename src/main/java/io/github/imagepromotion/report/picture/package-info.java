/** The picture of the pipeline: environments from left to right, time upwards, and builds promoted between them. */
@NullMarked
package io.github.imagepromotion.report.picture;

import org.jspecify.annotations.NullMarked;
