/**
 * What comes after a promotion: who is told, and whether the running service is the image that was promoted.
 * {@link Notifier} is the flow; nothing of it is loaded where no environment of the call configures it.
 */
@NullMarked
package io.github.imagepromotion.notify;

import org.jspecify.annotations.NullMarked;
