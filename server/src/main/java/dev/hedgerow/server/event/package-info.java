/** The words everything else speaks: event, distinct id, person, group, project, elements. No I/O. */
@NullMarked
package dev.hedgerow.server.event;

import org.jspecify.annotations.NullMarked;
