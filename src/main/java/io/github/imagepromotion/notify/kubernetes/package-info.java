/** Kubernetes clusters from a kubeconfig or a pod's service account. */
@NullMarked
package io.github.imagepromotion.notify.kubernetes;

import org.jspecify.annotations.NullMarked;
