package dev.hedgerow.server.http;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.PersonCondition;
import dev.hedgerow.server.query.PersonCursor;
import dev.hedgerow.server.wire.Json;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a request for a page of a list. */
final class Parameters {
  private static final int LIMIT = 100;
  private static final String CURSOR = "cursor";
  private static final Pattern PLACE = Pattern.compile("(-?[0-9]{1,18})_([0-9a-f-]{36})");

  /** After which event a page begins. */
  record EventCursor(Instant at, UUID uuid) {}

  private final HttpServerExchange exchange;

  Parameters(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  /** Returns a parameter, or null when it is missing or empty. */
  @Nullable
  String text(String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    String value = values == null ? null : values.peekFirst();
    return value == null || value.isEmpty() ? null : value;
  }

  /** Returns how many are asked for. */
  int limit(int max) throws RejectedException {
    String asked = text("limit");
    if (asked == null) {
      return LIMIT;
    }
    if (asked.matches("[1-9][0-9]{0,8}") && Integer.parseInt(asked) <= max) {
      return Integer.parseInt(asked);
    }
    throw new RejectedException(
        400, "invalid_input", "expected a whole number from 1 to " + max + " under limit", "limit");
  }

  /** Returns the conditions of a list of them in JSON. */
  List<PersonCondition> conditions(String name) throws RejectedException {
    String json = text(name);
    List<PersonCondition> conditions = new ArrayList<>();
    if (json == null) {
      return conditions;
    }
    try {
      if (Json.object("{\"list\":" + json + "}").get("list") instanceof List<?> list) {
        for (Object item : list) {
          conditions.add(PersonCondition.of(item));
        }
        return conditions;
      }
    } catch (IOException e) {
      // said below
    }
    throw new RejectedException(
        400, "invalid_input", "expected a list of conditions in JSON", name);
  }

  /** Returns where a page of persons begins, or null for at the first. */
  @Nullable
  PersonCursor personCursor() throws RejectedException {
    EventCursor place = eventCursor();
    return place == null ? null : new PersonCursor(place.at(), place.uuid());
  }

  /** Returns where a page of events begins, or null for at the first. */
  @Nullable
  EventCursor eventCursor() throws RejectedException {
    String text = text(CURSOR);
    if (text == null) {
      return null;
    }
    Matcher found = PLACE.matcher(text);
    if (found.matches()) {
      try {
        Instant at = Instant.EPOCH.plus(Long.parseLong(found.group(1)), ChronoUnit.MICROS);
        return new EventCursor(at, UUID.fromString(found.group(2)));
      } catch (IllegalArgumentException e) {
        // said below
      }
    }
    throw new RejectedException(
        400, "invalid_input", "expected a cursor as it was given under next", CURSOR);
  }

  static String text(PersonCursor cursor) {
    return place(cursor.createdAt(), cursor.id());
  }

  static String text(EventRow last) {
    return place(last.timestamp(), last.uuid());
  }

  private static String place(Instant at, UUID uuid) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + uuid;
  }

  /** Returns the address of the next page: the same with another cursor. */
  String next(String cursor) {
    StringBuilder address = new StringBuilder(Origins.own(exchange))
        .append(exchange.getRequestPath())
        .append('?');
    exchange.getQueryParameters().forEach((name, values) -> {
      if (!name.equals(CURSOR)) {
        values.forEach(value ->
            address.append(encoded(name)).append('=').append(encoded(value)).append('&'));
      }
    });
    return address.append(CURSOR).append('=').append(cursor).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
