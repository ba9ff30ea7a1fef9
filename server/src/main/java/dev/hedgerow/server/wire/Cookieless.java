package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Gives events of visitors without a cookie an id that lasts a day and leads back to nobody (contract S 1.10): a keyed hash
 * of address, user agent and site under a secret that is forgotten a few days later. Neither address nor user agent is kept.
 */
final class Cookieless {
  /** The distinct id that asks for one of these. */
  static final String ASKED = "$posthog_cookieless";

  /** Days whose secret may still be asked for, counted from the receipt of an event. */
  static final Duration LATE_MAX = Duration.ofDays(3);

  private static final Set<String> ABOUT_PERSONS =
      Set.of("$identify", "$create_alias", "$merge_dangerously");
  private static final int ID_BYTES = 16;
  private static final int EXTRA_CHARS_MAX = 100;

  private final Salts salts;

  Cookieless(Salts salts) {
    this.salts = salts;
  }

  /** Tells whether the event asks for such an id. */
  static boolean asks(Map<String, @Nullable Object> properties) throws RejectedException {
    Object mode = properties.get("$cookieless_mode");
    if (mode != null && !(mode instanceof Boolean)) {
      throw new RejectedException(
          400,
          "invalid_cookieless_mode",
          "expected $cookieless_mode to be true or false",
          "$cookieless_mode");
    }
    return Boolean.TRUE.equals(mode);
  }

  /**
   * Returns the id and takes out of the properties what it was made from.
   *
   * @param address the sender's, used when the properties name none
   * @param agent the request's user agent, used when the properties name none
   */
  String id(
      String event,
      Map<String, @Nullable Object> properties,
      int projectId,
      Instant at,
      Instant receivedAt,
      @Nullable String address,
      @Nullable String agent)
      throws RejectedException, IOException {
    if (ABOUT_PERSONS.contains(event)) {
      throw new RejectedException(
          400, "cookieless_person_event", "expected no " + event + " without a cookie", "event");
    }
    String ip = given(properties, "$ip", address, "cookieless_without_ip");
    String browser =
        given(properties, "$raw_user_agent", agent, "cookieless_without_raw_user_agent");
    if (at.isBefore(receivedAt.minus(LATE_MAX))) {
      throw new RejectedException(
          400,
          "cookieless_too_late",
          "expected an event of the last " + LATE_MAX.toDays() + " days without a cookie",
          "timestamp");
    }
    String extra = Properties.string(properties, "$cookieless_extra");
    String whole = String.join(
        "\n",
        String.valueOf(projectId),
        ip,
        host(properties),
        browser,
        extra == null ? "" : EventReader.cut(extra, EXTRA_CHARS_MAX));
    String id = "cookieless_" + hash(salts.of(day(properties, at)), whole);
    properties.keySet().removeAll(Set.of("$ip", "$raw_user_agent", "$cookieless_extra"));
    properties.put("$device_id", id);
    return id;
  }

  private static String given(
      Map<String, @Nullable Object> properties,
      String name,
      @Nullable String otherwise,
      String missing)
      throws RejectedException {
    String found = Properties.string(properties, name);
    found = found == null || found.isBlank() ? otherwise : found;
    if (found == null || found.isBlank()) {
      throw new RejectedException(
          400,
          missing,
          "expected " + name + " or the request's own, to tell visitors without a cookie apart",
          name);
    }
    return found;
  }

  /** Returns the host of the page, in lower case and without a www. */
  private static String host(Map<String, @Nullable Object> properties) {
    String host = Properties.string(properties, "$host");
    if (host == null) {
      try {
        String url = Properties.string(properties, "$current_url");
        host = new URI(url == null ? "" : url).getHost();
      } catch (URISyntaxException e) {
        host = null;
      }
    }
    String lower = host == null ? "" : host.toLowerCase(Locale.ROOT);
    return lower.startsWith("www.") ? lower.substring("www.".length()) : lower;
  }

  /** Returns the visitor's day. */
  private static LocalDate day(Map<String, @Nullable Object> properties, Instant at) {
    String zone = Properties.string(properties, "$timezone");
    try {
      return LocalDate.ofInstant(at, zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
    } catch (DateTimeException e) {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  private static String hash(byte[] salt, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] all = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, ID_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
