package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** A page's options, completed (contract C1.4, C3). */
final class Defaults {
  /** Old names and new ones, in turns. */
  private static final String RENAMED =
      "process_person,person_profiles,xhr_headers,request_headers,cookie_name,persistence_name,"
          + "disable_cookie,disable_persistence,__preview_disable_beacon,disable_beacon,"
          + "store_google,save_campaign_params,verbose,debug";

  private Defaults() {}

  /** The options for an instance of this token and name. */
  static Bag complete(Text scriptOrigin, @Nullable JSObject given, Text token, Text name) {
    Bag own = renamed(Bag.orEmpty(given));
    Bag all = standard(scriptOrigin, own.text("defaults"));
    all.merge(own);
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

  /** The options by their newest names; where both are given the newest wins. */
  static Bag renamed(Bag given) {
    Bag own = Bag.copy(given);
    Items names = Items.listed(RENAMED);
    for (int i = 0; i < names.size(); i += 2) {
      Text newest = names.text(i + 1);
      if (Js.none(own.get(newest)) && !Js.none(own.get(names.text(i)))) {
        own.set(newest, own.get(names.text(i)));
      }
    }
    if (!Js.none(own.get("property_blacklist"))) {
      own.set(
          "property_denylist",
          Items.of(own.get("property_blacklist")).and(own.get("property_denylist")));
    }
    return own;
  }
}
