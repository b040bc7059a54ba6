/**
 * Rolls an environment back to an earlier build: moving tags move, BuildId tags stay, and a record is attached. The
 * previous build is found in the records of promotions.
 */
@NullMarked
package io.github.imagepromotion.rollback;

import org.jspecify.annotations.NullMarked;
