/** What the CI server that runs the build says of it, and what the checkout says. */
@NullMarked
package io.github.imagepromotion.ci;

import org.jspecify.annotations.NullMarked;
