/** The parts of the script that not every page needs: which are here, and how the others are fetched. */
@NullMarked
package dev.hedgerow.snippet.loading;

import org.jspecify.annotations.NullMarked;
