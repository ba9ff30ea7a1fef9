/** Bytes to events and back: encodings, shapes, limits, timestamps, rejections. */
@NullMarked
package dev.hedgerow.server.wire;

import org.jspecify.annotations.NullMarked;
