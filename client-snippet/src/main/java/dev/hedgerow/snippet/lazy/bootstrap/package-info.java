/** A visit that begins with what the server or another page knows of the visitor. A part of its own. */
@NullMarked
package dev.hedgerow.snippet.lazy.bootstrap;

import org.jspecify.annotations.NullMarked;
