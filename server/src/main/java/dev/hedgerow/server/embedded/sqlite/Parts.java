package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.embedded.folder.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record's parts as JSON gave them back; what is not as expected is an illegal argument. */
record Parts(List<?> parts) {

  static Parts of(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new Parts(list);
    }
    throw new IllegalArgumentException("expected a list of parts");
  }

  long number(int at) {
    return part(at, Number.class).longValue();
  }

  int integer(int at) {
    return Math.toIntExact(number(at));
  }

  boolean flag(int at) {
    return part(at, Boolean.class);
  }

  Instant instant(int at) {
    return Micros.instant(number(at));
  }

  String text(int at) {
    return part(at, String.class);
  }

  UUID uuid(int at) {
    return UUID.fromString(text(at));
  }

  List<String> texts(int at) {
    List<String> texts = new ArrayList<>();
    for (Object one : part(at, List.class)) {
      texts.add(String.valueOf(one));
    }
    return texts;
  }

  @Nullable
  String textOrNull(int at) {
    return isNull(at) ? null : text(at);
  }

  @Nullable
  UUID uuidOrNull(int at) {
    return isNull(at) ? null : uuid(at);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  Map<String, @Nullable Object> object(int at) {
    return (Map<String, @Nullable Object>) part(at, Map.class);
  }

  private boolean isNull(int at) {
    return at < parts.size() && parts.get(at) == null;
  }

  private <T> T part(int at, Class<T> type) {
    Object found = at < parts.size() ? parts.get(at) : null;
    if (type.isInstance(found)) {
      return type.cast(found);
    }
    throw new IllegalArgumentException("expected a " + type.getSimpleName() + " as part " + at);
  }
}
