/** Real parts for the tests: registries, token servers, peers, and images to put into them. */
@NullMarked
package io.github.imagepromotion.testing;

import org.jspecify.annotations.NullMarked;
