/** What both engines share: the data folder, its version, its lock, what a backup is made of. */
@NullMarked
package dev.hedgerow.server.embedded.folder;

import org.jspecify.annotations.NullMarked;
