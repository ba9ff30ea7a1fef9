/** What options mean that few pages set. A part of its own; an instance that has one of them waits for it. */
@NullMarked
package dev.hedgerow.snippet.lazy.options;

import org.jspecify.annotations.NullMarked;
