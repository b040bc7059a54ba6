/** The environments that a build is promoted to, as they are configured. */
@NullMarked
package io.github.imagepromotion.environment;

import org.jspecify.annotations.NullMarked;
