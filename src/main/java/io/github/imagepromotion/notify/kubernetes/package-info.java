/** Clusters, as a kubeconfig or a pod's service account names them. */
@NullMarked
package io.github.imagepromotion.notify.kubernetes;

import org.jspecify.annotations.NullMarked;
