/**
 * Calls to services other than registries, for checks and notifications. Each call is limited in time and size, follows
 * no redirects, and uses the same proxies and TLS settings as registries.
 */
@NullMarked
package io.github.imagepromotion.web;

import org.jspecify.annotations.NullMarked;
