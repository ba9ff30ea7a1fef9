package dev.hedgerow.snippet.identity;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The visit: a session of all tabs and a window of this one (contract C8.7, C8.8). */
public final class Session {
  private static final double LONGEST = 24 * 3600_000.0;
  private static final double SAVE_AFTER = 5000;

  private final Bag config;
  private final Persistence persistence;
  private final Handler hub;
  private final Items listening = Items.create();
  private Text id = Text.of("");
  private Text window = Text.of("");
  private double start;
  private double activity;
  private double savedActivity;

  /** Continues the stored session, if there is one; the hub is told {@code session} whenever another begins. */
  public Session(Bag config, Persistence persistence, Handler hub) {
    this.hub = hub;
    this.config = config;
    this.persistence = persistence;
    adopt(persistence.values());
    resumeWindow();
  }

  /** How long a session outlives the last event, in milliseconds. */
  public double timeout() {
    return config.number("session_idle_timeout_seconds", 1800) * 1000;
  }

  private void adopt(Bag stored) {
    Items kept = Items.of(stored.get("$sesid"));
    id = Text.in(kept.at(1));
    activity = Js.number(kept.at(0));
    start = kept.size() > 2 ? Js.number(kept.at(2)) : activity;
    savedActivity = activity;
  }

  /** Goes on with a session that another page or the server began then. */
  public void take(Text given, double begun) {
    id = given;
    start = begun;
    activity = Clock.now();
    save();
  }

  private Text tabKey(Text what) {
    return Text.of("ph_")
        .plus(config.text("persistence_name").or(config.text("token")))
        .plus(what);
  }

  private WebStorage tab() {
    return persistence.memoryOnly() ? WebStorage.none() : WebStorage.session();
  }

  private Text primary() {
    return tabKey(Text.of("_primary_window_exists"));
  }

  /** A tab keeps its window id over page loads, but a copy of the tab gets its own. */
  private void resumeWindow() {
    WebStorage tab = tab();
    Text kept = tab.read(tabKey(Text.of("_window_id")));
    window = tab.read(primary()).isEmpty() ? kept.or(Uuid.next()) : Uuid.next();
    tab.write(primary(), Text.of("true"));
    keepWindow();
  }

  private void keepWindow() {
    tab().write(tabKey(Text.of("_window_id")), window);
  }

  /** The page is being left: what was not kept yet is kept, and the tab's next page may go on with the window. */
  public void pause(Text what) {
    tab().remove(primary());
    if (what.is("beforeunload")) {
      save();
    }
  }

  private void save() {
    savedActivity = activity;
    persistence.set(Text.of("$sesid"), Items.with(activity, id, start));
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
      boolean other = !id.is(Text.in(kept.at(1)));
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
    hub.handle(Text.of("session"), null);
    Items all = listening.from(0);
    for (int i = 0; i < all.size(); i++) {
      tell(all.at(i));
    }
  }

  private void tell(@Nullable JSObject listener) {
    Guard.call(listener, Items.with(id, window));
  }

  /** The current session's id as it is; empty if there is none. */
  public Text current() {
    return id;
  }

  /** The session's id, without counting as activity; begins one if there is none or it is older than a day. */
  public Text id() {
    double now = Clock.now();
    if (id.isEmpty() || now - start > LONGEST) {
      begin(now);
    }
    return id;
  }

  /** The window's id. */
  public Text windowId() {
    return window;
  }

  /** When the session began. */
  public double start() {
    return start;
  }

  /** Ends the session; the next event begins another. */
  public void end() {
    id = Text.of("");
  }

  /** Calls a page's function now, if there is a session, and whenever another begins; returns a function to undo it. */
  public JSObject listen(@Nullable JSObject listener) {
    listening.add(listener);
    if (!id.isEmpty()) {
      tell(listener);
    }
    return listening.remover(listener);
  }
}
