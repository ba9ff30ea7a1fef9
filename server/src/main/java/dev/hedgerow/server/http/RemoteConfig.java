package dev.hedgerow.server.http;

import dev.hedgerow.server.event.Settings;
import dev.hedgerow.server.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a snippet is told about its project (contract S 1.12). An absent key is a feature off. */
final class RemoteConfig {
  private RemoteConfig() {}

  /** Returns the settings for who asked behind the ingest path, or not: events then go to a path that is on no list. */
  static Map<String, Object> keys(Settings settings, boolean behind) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("supportedCompression", List.of("gzip", "gzip-js"));
    keys.put("hasFeatureFlags", false);
    keys.put("autocapture_opt_out", settings.autocaptureOptOut());
    keys.put("elementsChainAsString", true);
    keys.put("defaultIdentifiedOnly", true);
    keys.put("sessionRecording", false);
    keys.put("surveys", false);
    keys.put("heatmaps", false);
    keys.put("captureDeadClicks", false);
    keys.put("capturePerformance", false);
    keys.put("autocaptureExceptions", false);
    keys.put("siteApps", List.of());
    keys.put("toolbarParams", Map.of());
    keys.put("isAuthenticated", false);
    if (behind) {
      keys.put("analytics", Map.of("endpoint", "/in/"));
    }
    Map<String, Object> rules = new LinkedHashMap<>();
    putUnlessEmpty(rules, "element_allowlist", settings.elementAllowlist());
    putUnlessEmpty(rules, "css_selector_allowlist", settings.selectorAllowlist());
    putUnlessEmpty(rules, "css_selector_ignorelist", settings.selectorIgnorelist());
    if (!rules.isEmpty()) {
      keys.put("autocapture", rules);
    }
    return keys;
  }

  private static void putUnlessEmpty(Map<String, Object> rules, String name, List<String> items) {
    if (!items.isEmpty()) {
      rules.put(name, items);
    }
  }

  /** Returns the script that leaves the settings where the snippet looks for them. */
  static String script(String token, Settings settings, boolean behind) {
    String name = scriptText(token);
    return "(function(){var c=window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};"
        + "c[" + name + "]={config:" + scriptText(keys(settings, behind))
        + ",siteApps:[]};})();\n";
  }

  private static String scriptText(Object value) {
    return Json.text(value).replace("<", "\\u003c").replace("\u2028", "\\u2028");
  }
}
