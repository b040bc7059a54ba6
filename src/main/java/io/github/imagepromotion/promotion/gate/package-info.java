/**
 * What has to hold before an image goes to an environment. Each gate reads what it needs and answers; none of them writes
 * anything, and all of them are asked, so that one call shows all that is missing.
 */
@NullMarked
package io.github.imagepromotion.promotion.gate;

import org.jspecify.annotations.NullMarked;
