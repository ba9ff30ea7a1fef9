package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.event.Settings;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A project's settings as a JSON object, each under its name in snake case. */
public final class SettingsCodec {
  private static final int RETENTION_DAYS_MAX = 36_500;
  private static final int TEST_ACCOUNTS_MAX = 50;

  private static final String TEST_ACCOUNTS = "test_account_filters";

  private SettingsCodec() {}

  /** Returns all settings. */
  public static Map<String, Object> object(Settings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("autocapture_opt_out", settings.autocaptureOptOut());
    object.put("element_allowlist", settings.elementAllowlist());
    object.put("css_selector_allowlist", settings.selectorAllowlist());
    object.put("css_selector_ignorelist", settings.selectorIgnorelist());
    object.put("discard_ips", settings.discardIps());
    object.put("allowed_origins", settings.allowedOrigins());
    object.put("retention_days", settings.retentionDays());
    object.put("drop_bots", settings.dropBots());
    object.put("cookieless", settings.cookieless());
    object.put("time_zone", settings.timeZone().getId());
    object.put(TEST_ACCOUNTS, settings.testAccountFilters());
    return object;
  }

  /**
   * Returns the settings with those named in an object changed.
   *
   * @throws RejectedException if a name is none of a setting, or a value none that it takes; the name is its attribute
   */
  public static Settings changed(Settings settings, Map<String, @Nullable Object> changes)
      throws RejectedException {
    Map<String, Object> all = object(settings);
    for (Map.Entry<String, @Nullable Object> change : changes.entrySet()) {
      Object was = all.get(change.getKey());
      if (was == null) {
        throw new RejectedException(
            400, "unknown_setting", "expected the name of a setting", change.getKey());
      }
      all.put(change.getKey(), like(was, change.getKey(), change.getValue()));
    }
    try {
      return settings(all);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(400, "invalid_setting", String.valueOf(e.getMessage()), null);
    }
  }

  /** Returns the new value, which must be of the kind of the old. */
  private static Object like(Object was, String name, @Nullable Object value)
      throws RejectedException {
    if (was instanceof Boolean && value instanceof Boolean) {
      return value;
    }
    if (was instanceof Integer
        && value instanceof Long number
        && number >= 0
        && number <= RETENTION_DAYS_MAX) {
      return number.intValue();
    }
    if (was instanceof String && value instanceof String zone) {
      return zone(name, zone);
    }
    if (name.equals(TEST_ACCOUNTS)) {
      return filters(value);
    }
    if (was instanceof List && value instanceof List<?> items && areTexts(items)) {
      return items;
    }
    String kind = was instanceof Boolean
        ? "true or false"
        : was instanceof Integer
            ? "a whole number from 0 to " + RETENTION_DAYS_MAX
            : was instanceof List ? "a list of texts that are not empty" : "a text";
    throw new RejectedException(400, "invalid_setting", "expected " + kind, name);
  }

  private static List<?> filters(@Nullable Object value) throws RejectedException {
    if (value instanceof List<?> items
        && items.size() <= TEST_ACCOUNTS_MAX
        && items.stream().allMatch(Map.class::isInstance)) {
      return items;
    }
    throw new RejectedException(
        400,
        "invalid_setting",
        "expected at most " + TEST_ACCOUNTS_MAX + " property filters",
        TEST_ACCOUNTS);
  }

  private static String zone(String name, String zone) throws RejectedException {
    try {
      return ZoneId.of(zone).getId();
    } catch (DateTimeException e) {
      throw new RejectedException(
          400, "invalid_setting", "expected a time zone such as Europe/Berlin", name);
    }
  }

  private static boolean areTexts(List<?> items) {
    return items.stream().allMatch(item -> item instanceof String text && !text.isBlank());
  }

  private static Settings settings(Map<String, Object> all) {
    return new Settings(
        is(all, "autocapture_opt_out"),
        texts(all, "element_allowlist", text -> text.toLowerCase(Locale.ROOT)),
        texts(all, "css_selector_allowlist", UnaryOperator.identity()),
        texts(all, "css_selector_ignorelist", UnaryOperator.identity()),
        is(all, "discard_ips"),
        texts(all, "allowed_origins", SettingsCodec::origin),
        all.get("retention_days") instanceof Integer days ? days : 0,
        is(all, "drop_bots"),
        is(all, "cookieless"),
        ZoneId.of(String.valueOf(all.get("time_zone"))),
        objects(all.get(TEST_ACCOUNTS)));
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static List<Map<String, Object>> objects(@Nullable Object found) {
    return found instanceof List<?> items ? (List<Map<String, Object>>) items : List.of();
  }

  private static String origin(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static boolean is(Map<String, Object> all, String name) {
    return Boolean.TRUE.equals(all.get(name));
  }

  private static List<String> texts(
      Map<String, Object> all, String name, UnaryOperator<String> form) {
    return all.get(name) instanceof List<?> items
        ? items.stream().map(item -> form.apply(String.valueOf(item).strip())).toList()
        : List.of();
  }
}
