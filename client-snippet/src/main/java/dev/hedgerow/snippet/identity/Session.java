package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Pattern;
import dev.hedgerow.snippet.browser.Task;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The visit: a session of all tabs and a window of this one (contract C8.7, C8.8). */
public final class Session {
  private static final double LONGEST = 24 * 3600_000.0;
  private static final double SAVE_AFTER = 5000;

  private final Bag config;
  private final Persistence persistence;
  private final Task onChange;
  private final Bag listeners = Bag.create();
  private double listenerCount;
  private String id = "";
  private String window = "";
  private double start;
  private double activity;
  private double savedActivity;

  /** Continues the stored session, if there is one; does the task whenever another begins. */
  public Session(Bag config, Persistence persistence, Task onChange) {
    this.onChange = onChange;
    this.config = config;
    this.persistence = persistence;
    persistence.set("$configured_session_timeout_ms", Js.of(timeout()));
    adopt(persistence.values());
    bootstrap(Bag.orEmpty(config.get("bootstrap")).text("sessionID"));
    resumeWindow();
  }

  private double timeout() {
    double seconds = config.number("session_idle_timeout_seconds", 1800);
    return Math.min(36000, Math.max(60, seconds)) * 1000;
  }

  private void adopt(Bag stored) {
    Items kept = Items.of(stored.get("$sesid"));
    String known = Js.text(kept.at(1));
    id = known == null ? "" : known;
    activity = Js.number(kept.at(0));
    start = kept.size() > 2 ? Js.number(kept.at(2)) : activity;
    savedActivity = activity;
  }

  private void bootstrap(@Nullable String given) {
    if (given == null || !Pattern.foundIgnoringCase("^[0-9a-f]{8}-[0-9a-f]{4}-7", given)) {
      return;
    }
    double made = Js.fromHex(given.substring(0, 8) + given.substring(9, 13));
    if (Uuid.isValid(given) && made <= Clock.now() + 60_000) {
      id = given;
      start = made;
      activity = Clock.now();
      save();
    }
  }

  private String tabKey(String what) {
    String name = config.text("persistence_name");
    return "ph_" + (name != null && !name.isEmpty() ? name : config.text("token")) + what;
  }

  /** A tab keeps its window id over page loads, but a copy of the tab gets its own. */
  private void resumeWindow() {
    WebStorage tab = persistence.memoryOnly() ? null : WebStorage.session();
    if (tab == null) {
      window = Uuid.next();
      return;
    }
    String primary = tabKey("_primary_window_exists");
    String kept = tab.read(tabKey("_window_id"));
    window = kept != null && tab.read(primary) == null ? kept : Uuid.next();
    tab.write(primary, "true");
    keepWindow();
    Page.listen(Page.window(), "beforeunload", event -> {
      tab.remove(primary);
      save();
    });
    Page.listen(Page.window(), "pagehide", event -> tab.remove(primary));
  }

  private void keepWindow() {
    WebStorage tab = persistence.memoryOnly() ? null : WebStorage.session();
    if (tab != null) {
      tab.write(tabKey("_window_id"), window);
    }
  }

  private void save() {
    Items kept = Items.create();
    kept.add(Js.of(activity));
    kept.add(id);
    kept.add(Js.of(start));
    savedActivity = activity;
    persistence.set("$sesid", kept);
  }

  /** Something happened at that time: goes on with the session, or begins a new one after a long rest. */
  public void touch(double time) {
    if (!id.isEmpty() && Math.abs(time - activity) > timeout()) {
      adoptFromOtherTab(time);
    }
    if (id.isEmpty() || Math.abs(time - activity) > timeout() || Math.abs(time - start) > LONGEST) {
      begin(time);
      return;
    }
    activity = time;
    if (Math.abs(activity - savedActivity) >= SAVE_AFTER) {
      save();
    }
  }

  private void adoptFromOtherTab(double time) {
    Bag stored = persistence.stored();
    Items kept = Items.of(stored.get("$sesid"));
    if (Js.number(kept.at(0)) > activity && Math.abs(time - Js.number(kept.at(0))) <= timeout()) {
      boolean other = !id.equals(Js.text(kept.at(1)));
      adopt(stored);
      if (other) {
        changed();
      }
    }
  }

  private void begin(double time) {
    id = Uuid.next();
    window = Uuid.next();
    start = time;
    activity = time;
    save();
    keepWindow();
    changed();
  }

  private void changed() {
    onChange.run();
    Items names = listeners.keys();
    for (int i = 0; i < names.size(); i++) {
      tell(listeners.get(names.text(i)));
    }
  }

  private void tell(@Nullable JSObject listener) {
    Items ids = Items.create();
    ids.add(id);
    ids.add(window);
    Guard.call(listener, ids);
  }

  /** The session's id, without counting as activity; begins one if there is none or it is older than a day. */
  public String id() {
    double now = Clock.now();
    if (id.isEmpty() || now - start > LONGEST) {
      begin(now);
    }
    return id;
  }

  /** The window's id. */
  public String windowId() {
    return window;
  }

  /** When the session began. */
  public double start() {
    return start;
  }

  /** Ends the session; the next event begins another. */
  public void end() {
    id = "";
  }

  /** Calls a page's function now, if there is a session, and whenever another begins; returns what to undo it by. */
  public String listen(@Nullable JSObject listener) {
    String name = "l" + Js.hex(++listenerCount, 1);
    listeners.set(name, listener);
    if (!id.isEmpty()) {
      tell(listener);
    }
    return name;
  }

  /** Undoes {@link #listen}. */
  public void unlisten(String name) {
    listeners.remove(name);
  }
}
