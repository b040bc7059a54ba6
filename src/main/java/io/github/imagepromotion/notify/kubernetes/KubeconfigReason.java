package io.github.imagepromotion.notify.kubernetes;

import io.github.imagepromotion.image.Reason;

/** Why a kubeconfig cannot be used. */
public enum KubeconfigReason implements Reason {
    /** No context is chosen. */
    CONTEXT,
    /** A user logs in by a plugin. */
    LOGIN_PLUGIN
}
