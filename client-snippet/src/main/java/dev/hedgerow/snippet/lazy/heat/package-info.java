/** Where on the page visitors point and click. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.heat;

import org.jspecify.annotations.NullMarked;
