/**
 * Back to a build that an environment had before: its moving tags move, the tags of builds stay, and a record says so. What
 * was there before is read from the records of promotions.
 */
@NullMarked
package io.github.imagepromotion.rollback;

import org.jspecify.annotations.NullMarked;
