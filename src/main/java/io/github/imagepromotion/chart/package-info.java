/** Helm charts: what a packaged one says of itself, its OCI form, and the images that it names. */
@NullMarked
package io.github.imagepromotion.chart;

import org.jspecify.annotations.NullMarked;
