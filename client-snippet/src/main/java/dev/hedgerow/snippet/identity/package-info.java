/** Who is visiting: ids, person profiles, sessions, consent, super properties, and where they are kept. */
@NullMarked
package dev.hedgerow.snippet.identity;

import org.jspecify.annotations.NullMarked;
