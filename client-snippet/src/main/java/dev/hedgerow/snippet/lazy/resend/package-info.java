/** What happens when the usual way to the server fails: other ways, other attempts, the next visit. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.resend;

import org.jspecify.annotations.NullMarked;
