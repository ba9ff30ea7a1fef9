package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Secrets;
import dev.hedgerow.server.catalog.Share;
import dev.hedgerow.server.catalog.Shares;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code …/sharing}: whether anybody with the link sees a thing. {@code {"enabled":true}} makes a new link, whose token is told
 * this once; {@code {"enabled":false}} ends it at once.
 */
final class Sharing {
  private static final int BODY_BYTES_MAX = 1 << 10;
  private static final String ENABLED = "enabled";

  private final Shares shares;
  private final Clock clock;

  Sharing(Shares shares, Clock clock) {
    this.shares = shares;
    this.clock = clock;
  }

  /** Answers who may read, or else write, on a worker thread. */
  void answer(HttpServerExchange exchange, Share.Kind kind, int projectId, int thingId, String name)
      throws RejectedException, IOException {
    switch (exchange.getRequestMethod().toString()) {
      case "GET" -> tell(exchange, shares.of(kind, projectId, thingId), null);
      case "PATCH", "PUT", "POST" ->
        JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> {
          if (!(body.get(ENABLED) instanceof Boolean enabled)) {
            throw Fields.wrong(ENABLED, "true or false");
          }
          if (enabled) {
            begin(same, kind, projectId, thingId, name);
          } else {
            shares.end(kind, projectId, thingId);
            Acts.say(same, "stopped sharing " + name);
            tell(same, null, null);
          }
        });
      default -> throw Router.notAllowed(exchange, "GET, PATCH, PUT, POST");
    }
  }

  private void begin(
      HttpServerExchange exchange, Share.Kind kind, int projectId, int thingId, String name)
      throws IOException {
    String token = Secrets.random();
    Share share = new Share(
        kind,
        projectId,
        thingId,
        Digests.hex(token),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
    shares.begin(share);
    Acts.say(exchange, "shared " + name + " by a link");
    tell(exchange, share, token);
  }

  /** Ends the link of a thing that goes. */
  void end(Share.Kind kind, int projectId, int thingId) throws IOException {
    shares.end(kind, projectId, thingId);
  }

  private static void tell(
      HttpServerExchange exchange, @Nullable Share share, @Nullable String token) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(ENABLED, share != null);
    body.put("created_at", share == null ? null : share.since().toString());
    if (token != null) {
      body.put("access_token", token);
      body.put("path", "/shared/" + token);
    }
    Answers.json(exchange, 200, body);
  }
}
