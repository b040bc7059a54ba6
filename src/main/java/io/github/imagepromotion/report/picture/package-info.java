/** The pipeline as a picture: environments from left to right, time upwards, builds moving through. */
@NullMarked
package io.github.imagepromotion.report.picture;

import org.jspecify.annotations.NullMarked;
