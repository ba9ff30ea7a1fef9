package dev.hedgerow.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What the pages hand to {@code posthog.init} beside token and host, as option name to value.
 *
 * <p>Only the options listed in {@link #CHOICES} exist, each with the few values it may take, so that
 * a page's address may set them without anything foreign getting into its script.
 */
public record SnippetOptions(Map<String, String> values) {

  private static final Set<String> SWITCH = Set.of("true", "false");

  /** The shortest time between two batches of the snippet, for who can't wait for the usual 3 s. */
  static final String SHORT_BATCHES = "{\"flush_interval_ms\": 250}";

  /** Option to the values it may take: words of JSON, plain names, or the object above. */
  static final Map<String, Set<String>> CHOICES = Map.of(
      "person_profiles",
      Set.of("identified_only", "always", "never"),
      "opt_out_useragent_filter",
      SWITCH,
      "capture_pageview",
      Set.of("true", "false", "history_change"),
      "capture_pageleave",
      Set.of("true", "false", "if_capture_pageview"),
      "autocapture",
      SWITCH,
      "debug",
      SWITCH,
      "disable_compression",
      SWITCH,
      "request_batching",
      SWITCH,
      "request_queue_config",
      Set.of(SHORT_BATCHES),
      "persistence",
      Set.of("localStorage+cookie", "memory"));

  /** What a visitor of the running demo gets: page views follow the address, the rest is standard. */
  public static final SnippetOptions STANDARD =
      new SnippetOptions(Map.of("capture_pageview", "history_change"));

  public SnippetOptions {
    values.forEach(SnippetOptions::check);
    values = Map.copyOf(values);
  }

  private static void check(String option, String value) {
    if (!CHOICES.getOrDefault(option, Set.of()).contains(value)) {
      throw new IllegalArgumentException(
          "expected one of " + CHOICES + " but found " + option + "=" + value);
    }
  }

  /** The same with one option set. */
  public SnippetOptions with(String option, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(option, value);
    return new SnippetOptions(changed);
  }

  /** The same with whatever a page's query names and allows; everything else in it is ignored. */
  SnippetOptions overriddenBy(Map<String, String> query) {
    SnippetOptions result = this;
    for (String option : CHOICES.keySet()) {
      String value = query.get(option);
      if (value != null && CHOICES.get(option).contains(value)) {
        result = result.with(option, value);
      }
    }
    return result;
  }

  /** As a JSON object, in a stable order. */
  String json() {
    StringJoiner json = new StringJoiner(", ", "{", "}");
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(option -> json.add('"' + option.getKey() + "\": " + literal(option.getValue())));
    return json.toString();
  }

  private static String literal(String value) {
    return SWITCH.contains(value) || value.equals(SHORT_BATCHES) ? value : '"' + value + '"';
  }
}
