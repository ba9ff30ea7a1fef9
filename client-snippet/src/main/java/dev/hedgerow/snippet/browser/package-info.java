/**
 * The browser as the other rooms see it: the only home of JavaScript interop.
 *
 * <p>The translator renames a script's parameters to {@code b}, {@code c}, {@code d} and so on, without a look at the
 * functions inside: what those take, and what {@code catch} catches, must have another name, or it hides the parameter.
 */
@NullMarked
package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.NullMarked;
