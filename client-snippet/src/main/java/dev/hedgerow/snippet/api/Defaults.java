package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** A page's options, completed (contract C1.4, C3). */
final class Defaults {
  /** In options as JSON: one that few pages set, for which part {@code options} is needed. */
  private static final String SELDOM = "\"(autocapture|rageclick|capture_pageview)\":\\{"
      + "|\"(cookieless_mode|respect_dnt|(mask|custom)_pers\\w+|scroll_root_selector|custom_blocked_useragents"
      + "|opt_out_capturing_(pers|cook)\\w+|process_person|xhr_headers|cookie_name|disable_cookie|__preview\\w+"
      + "|store_google|verbose|property_blacklist)\":";

  private Defaults() {}

  /** The options for an instance of this token and name. */
  static Bag complete(Text scriptOrigin, @Nullable JSObject given, Text token, Text name) {
    Bag all = standard(scriptOrigin, Bag.orEmpty(given).text("defaults"));
    all.merge(given);
    all.set("token", token);
    all.set("name", name);
    return all;
  }

  private static Bag standard(Text scriptOrigin, Text date) {
    Bag all = Bag.create();
    all.set("api_host", scriptOrigin);
    all.set("autocapture", true);
    all.set("capture_pageleave", "if_capture_pageview");
    all.set("persistence", "localStorage+cookie");
    all.set("person_profiles", "identified_only");
    all.set("cookie_expiration", 365);
    all.set("save_referrer", true);
    all.set("save_campaign_params", true);
    all.set("request_batching", true);
    all.set("properties_string_max_length", 65535);
    all.set("session_idle_timeout_seconds", 1800);
    all.set("opt_out_capturing_persistence_type", "localStorage");
    all.set("secure_cookie", Page.address("protocol").is("https:"));
    all.set(
        "cross_subdomain_cookie",
        !Page.address("hostname").fits("(^|\\.)(herokuapp\\.com|vercel\\.app|netlify\\.app)$"));
    all.set("capture_pageview", true);
    if (date.isSince("2025-05-24")) {
      all.set("capture_pageview", "history_change");
    }
    all.set("disable_capture_url_hashes", date.isSince("2026-06-25"));
    return all;
  }

  /** Whether these options can only be honoured with part {@code options}. */
  static boolean areSeldom(@Nullable JSObject given) {
    return Json.text(given).fits(SELDOM);
  }
}
