/**
 * The goals. A mojo checks {@code skip}, maps parameters to a request, calls, and logs. What a goal needs to know of the
 * projects is in {@code project}, how it is configured in {@code config}, what it prints in {@code console}, and what
 * lets it into registries in {@code access}; each knows only those that are named after it. This package and those below
 * it are the only ones that know Maven's plugin API.
 */
@NullMarked
package io.github.imagepromotion.plugin;

import org.jspecify.annotations.NullMarked;
