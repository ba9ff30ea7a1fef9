package dev.hedgerow.server.event;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a project's owner has decided about it.
 *
 * @param autocaptureOptOut whether snippets capture nothing by themselves
 * @param elementAllowlist tags, in lower case, of which one must be clicked or around it; empty for any
 * @param selectorAllowlist CSS selectors of which one must match so; empty for any
 * @param selectorIgnorelist CSS selectors of which none may match so; empty for the snippet's own
 * @param discardIps whether addresses are forgotten at the door
 * @param allowedOrigins origins whose pages may send, such as {@code https://shop.example} or {@code
 *     https://*.shop.example}; empty for any
 * @param retentionDays days after which events may go, 0 for never
 * @param dropBots whether events of bots are to be dropped
 * @param cookieless whether events without a cookie are taken
 * @param timeZone where the project's days begin
 * @param testAccountFilters property filters (contract S 6.4) of events that are nobody's test; questions that leave out test
 *     accounts keep to them
 */
public record Settings(
    boolean autocaptureOptOut,
    List<String> elementAllowlist,
    List<String> selectorAllowlist,
    List<String> selectorIgnorelist,
    boolean discardIps,
    List<String> allowedOrigins,
    int retentionDays,
    boolean dropBots,
    boolean cookieless,
    ZoneId timeZone,
    List<Map<String, Object>> testAccountFilters) {

  /** Pages of one's own machine are tests. */
  private static final List<Map<String, Object>> NOT_LOCAL = List.of(Map.of(
      "key", "$host",
      "type", "event",
      "operator", "not_regex",
      "value", "^(localhost|127\\.0\\.0\\.1|\\[::1\\])($|:)"));

  /** What a project begins with: all is captured and kept, from anywhere. */
  public static final Settings STANDARD = new Settings(
      false, List.of(), List.of(), List.of(), false, List.of(), 0, false, true, ZoneOffset.UTC);

  private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?");
  private static final String ANY_SUBDOMAIN = "://*.";

  public Settings {
    elementAllowlist = List.copyOf(elementAllowlist);
    selectorAllowlist = List.copyOf(selectorAllowlist);
    selectorIgnorelist = List.copyOf(selectorIgnorelist);
    allowedOrigins = List.copyOf(allowedOrigins);
    testAccountFilters = List.copyOf(testAccountFilters);
    require(elementAllowlist, TAG, "a tag such as button");
    require(allowedOrigins, ORIGIN, "an origin such as https://shop.example");
    if (retentionDays < 0) {
      throw new IllegalArgumentException("expected 0 days or more but found " + retentionDays);
    }
  }

  /** Makes settings with the filters of test accounts that a project begins with. */
  public Settings(
      boolean autocaptureOptOut,
      List<String> elementAllowlist,
      List<String> selectorAllowlist,
      List<String> selectorIgnorelist,
      boolean discardIps,
      List<String> allowedOrigins,
      int retentionDays,
      boolean dropBots,
      boolean cookieless,
      ZoneId timeZone) {
    this(
        autocaptureOptOut,
        elementAllowlist,
        selectorAllowlist,
        selectorIgnorelist,
        discardIps,
        allowedOrigins,
        retentionDays,
        dropBots,
        cookieless,
        timeZone,
        NOT_LOCAL);
  }

  private static void require(List<String> items, Pattern form, String what) {
    for (String item : items) {
      if (!form.matcher(item).matches()) {
        throw new IllegalArgumentException("expected " + what + " but found " + item);
      }
    }
  }

  /**
   * Returns whether a page of that origin may send. Who names none is no page and may: the origin keeps out other sites,
   * not people who hold the token.
   */
  public boolean allows(@Nullable String origin) {
    if (allowedOrigins.isEmpty() || origin == null) {
      return true;
    }
    String plain = origin.toLowerCase(Locale.ROOT);
    return allowedOrigins.stream().anyMatch(allowed -> fits(plain, allowed));
  }

  private static boolean fits(String origin, String allowed) {
    int star = allowed.indexOf(ANY_SUBDOMAIN);
    if (star < 0) {
      return origin.equals(allowed);
    }
    String scheme = allowed.substring(0, star + "://".length());
    String domain = allowed.substring(star + "://*".length());
    return origin.startsWith(scheme)
        && origin.endsWith(domain)
        && origin.length() > scheme.length() + domain.length();
  }
}
