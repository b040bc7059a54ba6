/** Contents and documents of images, and changes between images. */
@NullMarked
package io.github.imagepromotion.report.contents;

import org.jspecify.annotations.NullMarked;
