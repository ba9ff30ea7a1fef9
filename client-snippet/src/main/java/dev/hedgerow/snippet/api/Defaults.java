package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** A page's options, completed (contract C1.4, C3). */
final class Defaults {
  /** In options as JSON: one that few pages set, for which part {@code options} is needed. */
  private static final String SELDOM =
      "\"(autocapture|rageclick|capture_pageview)\":\\{|\"(cookie(less|W|_n)|advanced_disable_d|respect|mask_p|custom_[pb]|split"
          + "|persistence_s|scroll_r|session_i|segment|opt_out_(p|capturing_[pc])|process_p|xhr|disable_(co|pe)|__p|store|verb|property_b)";

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
    all.set("save_referrer", true);
    all.set("save_campaign_params", true);
    all.set("secure_cookie", Page.address("protocol").is("https:"));
    all.set("cross_subdomain_cookie", true);
    all.set("capture_pageview", true);
    if (date.isSince("2025-05-24")) {
      all.set("capture_pageview", "history_change");
    }
    all.set("disable_capture_url_hashes", date.isSince("2026-06-25"));
    return all;
  }

  /** Settings as JSON, as far as it takes to see what they mention. */
  static Text outline(@Nullable JSObject settings) {
    return Json.text(Js.copy(settings, 99, 1e6));
  }

  /** Whether these options, as JSON, can only be honoured with part {@code options}. */
  static boolean areSeldom(Text given) {
    return given.fits(SELDOM);
  }
}
