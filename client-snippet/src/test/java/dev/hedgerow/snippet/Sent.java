package dev.hedgerow.snippet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the events out of posted requests. */
final class Sent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Sent() {}

  /** The events of all these requests, in order. */
  static List<JsonNode> events(List<Site.Request> requests) {
    List<JsonNode> all = new ArrayList<>();
    for (Site.Request request : requests) {
      body(request).get("batch").forEach(all::add);
    }
    return all;
  }

  /** The body of a request; a browser writes half a character as an escape, which the server, too, reads as U+FFFD. */
  static JsonNode body(Site.Request request) {
    try {
      return JSON.readTree(
          request.body().replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\u[dD][89a-fA-F]..", "$1\uFFFD"));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
