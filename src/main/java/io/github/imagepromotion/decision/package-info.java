/**
 * Decisions of people about a build: approved for an environment, rejected everywhere, or one of these withdrawn. They are
 * signed, and attached to the image where promotions look for them.
 */
@NullMarked
package io.github.imagepromotion.decision;

import org.jspecify.annotations.NullMarked;
