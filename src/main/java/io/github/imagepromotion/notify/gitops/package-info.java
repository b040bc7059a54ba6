/** Changes values in YAML files of other tools and leaves every other byte as it is. */
@NullMarked
package io.github.imagepromotion.notify.gitops;

import org.jspecify.annotations.NullMarked;
