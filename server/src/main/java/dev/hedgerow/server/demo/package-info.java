/** A made-up web shop and the people who visit it, the same for the same seed. */
@NullMarked
package dev.hedgerow.server.demo;

import org.jspecify.annotations.NullMarked;
