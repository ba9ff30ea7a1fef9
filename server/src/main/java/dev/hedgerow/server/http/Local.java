package dev.hedgerow.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;

/**
 * What tools on the same machine may ask for.
 *
 * @param secret what they prove with that they may read the data folder; empty lets nobody in
 */
public record Local(String secret, Backups backups) {

  /** Returns whether a request comes from this machine, by nobody else's hand, with the secret. */
  boolean lets(HttpServerExchange exchange) {
    String shown = Access.bearer(exchange);
    InetAddress from = exchange.getSourceAddress().getAddress();
    boolean here = from != null
        && (from.isLoopbackAddress()
            || from.equals(exchange.getDestinationAddress().getAddress()));
    return here
        && !exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)
        && !secret.isEmpty()
        && shown != null
        && Digests.same(shown, secret);
  }
}
