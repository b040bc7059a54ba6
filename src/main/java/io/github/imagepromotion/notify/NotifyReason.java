package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.Reason;

/** Why somebody could not be told, or a service does not run an image. */
public enum NotifyReason implements Reason {
    /** Its configuration makes no sense. */
    MISCONFIGURED,
    /** It is not known which image of the set is meant. */
    WHICH_IMAGE,
    /** An environment variable is not set. */
    VARIABLE,
    /** There is no login for Azure. */
    NO_LOGIN,
    /** There is no way to a cluster. */
    NO_KUBECONFIG,
    /** Somebody else manages the field. */
    CONFLICT,
    /** Who has to be told was not. */
    REQUIRED,
    /** The service does not run it. */
    NOT_DEPLOYED
}
