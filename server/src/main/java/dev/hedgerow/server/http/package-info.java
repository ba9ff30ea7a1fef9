/** The door: capture, remote config, query, health, metrics, snippet and the page for people. */
@NullMarked
package dev.hedgerow.server.http;

import org.jspecify.annotations.NullMarked;
