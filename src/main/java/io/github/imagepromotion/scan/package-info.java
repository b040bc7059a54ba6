/** Reports of scanners, read as far as gates ask. Nobody vouches for them: what is missing or odd counts as the worst. */
@NullMarked
package io.github.imagepromotion.scan;

import org.jspecify.annotations.NullMarked;
