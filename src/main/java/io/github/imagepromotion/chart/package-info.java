/** Helm charts: metadata and values of packaged charts, their OCI artifacts, and the images that they use. */
@NullMarked
package io.github.imagepromotion.chart;

import org.jspecify.annotations.NullMarked;
