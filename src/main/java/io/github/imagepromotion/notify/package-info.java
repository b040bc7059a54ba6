/**
 * What follows a promotion: notifications, and the check that the running service has the promoted image. {@link
 * Notifier} is the entry point; its classes are only loaded if an environment of the call configures notifications.
 */
@NullMarked
package io.github.imagepromotion.notify;

import org.jspecify.annotations.NullMarked;
