/**
 * Calls to services that are no registry: who is asked before a promotion, and who is told after it. Each call is bounded
 * in time and size, follows no redirect, and goes by the same proxies and the same trust as registries do.
 */
@NullMarked
package io.github.imagepromotion.web;

import org.jspecify.annotations.NullMarked;
