/** Methods that few pages call and none needs at once. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.more;

import org.jspecify.annotations.NullMarked;
