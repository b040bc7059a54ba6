/** Where proxies come from outside of Maven: the environment variables that every tool of this field reads. */
@NullMarked
package io.github.imagepromotion.registry.proxies;

import org.jspecify.annotations.NullMarked;
