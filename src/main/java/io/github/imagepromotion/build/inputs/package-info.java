/** What a build depends on, as one hash. */
@NullMarked
package io.github.imagepromotion.build.inputs;

import org.jspecify.annotations.NullMarked;
