package dev.hedgerow.server.demo;

import dev.hedgerow.server.event.ElementsChain;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One visit in one tab of a browser: its clock goes on with what is done in it. */
final class Tab {
  private static final String HOST = "shop.example";
  private static final String SITE = "https://" + HOST;

  private final Device device;
  private final Channel channel;
  private final String layout;
  private final Chance chance;
  private final Out out;
  private final String session;
  private final String window;
  private Instant now;
  private @Nullable String pathname;
  private String query = "";
  private String title = "";
  private String view = "";
  private Instant viewed;

  /**
   * Opens a tab.
   *
   * @param layout which of two check-outs is shown, {@code control} or {@code test}
   */
  Tab(Device device, Channel channel, String layout, Instant at, Chance chance, Out out) {
    this.device = device;
    this.channel = channel;
    this.layout = layout;
    this.chance = chance;
    this.out = out;
    this.now = at;
    this.viewed = at;
    this.session = chance.uuid(at).toString();
    this.window = chance.uuid(at.plusMillis(1)).toString();
  }

  Instant now() {
    return now;
  }

  Device device() {
    return device;
  }

  /** Returns whether no page was looked at yet. */
  boolean isNew() {
    return pathname == null;
  }

  /** Has some time go by, mostly less than that. */
  void rest(double seconds) {
    now =
        now.plus(chance.around(Duration.ofMillis(Math.round(seconds * 1_000)))).plusMillis(350);
  }

  void restMillis(int from, int to) {
    now = now.plusMillis(from + (long) chance.below(to - from));
  }

  /** Goes to a page of the shop. */
  void view(String path, String pageTitle) {
    String before = pathname;
    if (before != null) {
      leave();
      restMillis(120, 900);
    }
    query = before == null ? channel.query() : "";
    if (before == null) {
      device.cameBy(channel, SITE + path + query, path);
    }
    pathname = path;
    title = pageTitle;
    viewed = now;
    view = chance.uuid(now).toString();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("title", title);
    if (before != null) {
      more.put("$prev_pageview_pathname", before);
    }
    capture("$pageview", more);
  }

  /** Leaves the page. */
  void leave() {
    double seconds = Duration.between(viewed, now).toMillis() / 1_000.0;
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("title", title);
    more.put("$prev_pageview_pathname", String.valueOf(pathname));
    more.put("$prev_pageview_duration", seconds);
    more.put(
        "$prev_pageview_max_scroll_percentage",
        Math.round(Math.min(1, chance.between(0.15, 0.5) + seconds / 120) * 100) / 100.0);
    capture("$pageleave", more);
  }

  /** Clicks what has these elements around it, itself first. */
  void click(String type, List<Map<String, Object>> elements) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("$event_type", type);
    more.put("$ce_version", 1);
    Object text = elements.get(0).get("$el_text");
    if (text != null) {
      more.put("$el_text", text);
    }
    more.put("$elements_chain", ElementsChain.ofElements(elements));
    capture("$autocapture", more);
    restMillis(80, 400);
  }

  /** Captures an event with what the snippet adds. */
  void capture(String event, Map<String, ?> more) {
    Map<String, Object> properties = device.told();
    properties.put("$current_url", SITE + pathname + query);
    properties.put("$host", HOST);
    properties.put("$pathname", String.valueOf(pathname));
    properties.put("$session_id", session);
    properties.put("$window_id", window);
    properties.put("$pageview_id", view);
    properties.put("$feature/checkout-layout", layout);
    properties.putAll(more);
    out.event(chance.uuid(now), event, device.distinctId(), now, properties);
  }

  /** Identifies who is here as that account, with what the shop knows of it. */
  void identify(Account account) {
    String anonymous = device.distinctId();
    device.signIn(account);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("$anon_distinct_id", anonymous);
    more.put("$set", account.told());
    more.put("$set_once", device.first());
    capture("$identify", more);
    Company company = account.company();
    if (company != null) {
      restMillis(1, 30);
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("$group_type", "company");
      group.put("$group_key", company.key());
      group.put("$group_set", company.told());
      capture("$groupidentify", group);
    }
  }
}
