/**
 * A small shop, Fernhill, whose every click is captured: the site that shows Hedgerow to people, and
 * that the acceptance tests walk through.
 */
@NullMarked
package dev.hedgerow.demo;

import org.jspecify.annotations.NullMarked;
