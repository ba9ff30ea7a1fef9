/** Feature flags: asking the server, keeping the answer, telling the page (contract C10). A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.flags;

import org.jspecify.annotations.NullMarked;
