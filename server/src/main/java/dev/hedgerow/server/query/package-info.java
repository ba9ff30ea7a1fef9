/** The questions and the answers: the read contracts over events and persons. */
@NullMarked
package dev.hedgerow.server.query;

import org.jspecify.annotations.NullMarked;
