/** What people define: projects, tokens, keys and settings. */
@NullMarked
package dev.hedgerow.server.catalog;

import org.jspecify.annotations.NullMarked;
