/** The whole way, walked from outside: a browser, the site, the server, its query API. */
@NullMarked
package dev.hedgerow.demo;

import org.jspecify.annotations.NullMarked;
