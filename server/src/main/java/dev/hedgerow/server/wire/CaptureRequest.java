package dev.hedgerow.server.wire;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came through the door, nothing decoded yet.
 *
 * @param path without a slash at its end
 * @param query the query's parameters, percent-decoded, the first of each name
 * @param body the body's bytes as sent, empty for none
 * @param receivedAt when the door took it
 * @param ip the sender's address, or null when it is not to be kept
 * @param userAgent the sender's user agent, or null
 * @param origin where the sending page is from, or null when no page says so
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares requests
public record CaptureRequest(
    String path,
    Map<String, String> query,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    byte[] body,
    Instant receivedAt,
    @Nullable String ip,
    @Nullable String userAgent,
    @Nullable String origin) {
  public CaptureRequest {
    query = Map.copyOf(query);
  }

  /** Makes a request of no page. */
  public CaptureRequest(
      String path,
      Map<String, String> query,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      byte[] body,
      Instant receivedAt,
      @Nullable String ip,
      @Nullable String userAgent) {
    this(path, query, contentType, contentEncoding, body, receivedAt, ip, userAgent, null);
  }

  /** Returns a query parameter, or an empty text. */
  String parameter(String name) {
    return query.getOrDefault(name, "");
  }
}
