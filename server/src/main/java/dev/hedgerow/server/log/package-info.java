/** The durable, ordered record of accepted entries. */
@NullMarked
package dev.hedgerow.server.log;

import org.jspecify.annotations.NullMarked;
