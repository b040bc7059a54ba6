/** Information on a build from the CI server and from the checkout. */
@NullMarked
package io.github.imagepromotion.ci;

import org.jspecify.annotations.NullMarked;
