/** Values in YAML files of others, changed without touching another byte. */
@NullMarked
package io.github.imagepromotion.notify.gitops;

import org.jspecify.annotations.NullMarked;
