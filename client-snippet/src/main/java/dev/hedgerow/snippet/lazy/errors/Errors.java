package dev.hedgerow.snippet.lazy.errors;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Faults;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Captures the exceptions that a page reports and, where that is wanted, those that nobody caught (contract C12.3). It only
 * listens: the page's own handlers are called as ever. What goes wrong in here is no exception of the page.
 */
public final class Errors implements Method, Handler {
  private static final double BURST = 10;
  private static final double REFILL = 10_000;

  private final Core core;
  private final Steps steps = new Steps();
  /** By type of exception: how many more may be captured without being asked to. */
  private final Bag buckets = Bag.create();
  /** The files that this script came in, if they hold nothing of the page. */
  private final Items own;

  private boolean on;
  private boolean listens;
  private boolean hearsConsole;
  private boolean busy;

  /** Joins an instance. */
  public Errors(Core core) {
    this.core = core;
    this.own = ownFiles();
  }

  /** All files on the way to here, unless it is but one, which may be the page's own. */
  private static Items ownFiles() {
    Items frames = Faults.frames(Faults.here());
    Items files = Items.create();
    for (int i = 0; i < frames.size(); i++) {
      Text file = frames.bag(i).text("filename");
      if (!files.has(file)) {
        files.add(file);
      }
    }
    return files.size() > 1 ? files : Items.create();
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    JSObject first = arguments.at(0);
    if (what.is("captureException")) {
      Thrown thrown = new Thrown(
          core.envelope.addresses, outside(Faults.frames(Faults.here())), true, Text.of("generic"));
      return capture(thrown.list(first), arguments.at(1));
    }
    if (what.is("addExceptionStep")) {
      steps.add(Text.in(first), arguments.at(1));
    } else if (what.is("startExceptionAutocapture")) {
      core.config.set("capture_exceptions", Js.none(first) ? Js.of(true) : first);
      run(true);
    } else if (what.is("stopExceptionAutocapture")) {
      core.config.set("capture_exceptions", Js.of(false));
      run(false);
    } else if (what.is("run")) {
      run(Js.truthy(first));
    }
    return null;
  }

  private void run(boolean wanted) {
    on = wanted;
    if (on && !listens) {
      listens = true;
      Page.listen(Page.window(), Items.listed("error,unhandledrejection"), this);
    }
    if (wants(Text.of("capture_console_errors"), false) && !hearsConsole) {
      hearsConsole = true;
      Faults.watchConsole(this);
    }
  }

  /** Whether the page wants this kind; where it only says yes, the usual kinds. */
  private boolean wants(Text kind, boolean usual) {
    Bag wishes = Bag.of(core.config.get("capture_exceptions"));
    return on && (wishes == null ? usual : Js.truthy(wishes.get(kind)));
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    if (what.is("error")) {
      error(value);
    } else if (what.is("unhandledrejection")) {
      rejection(value);
    } else if (!busy) {
      busy = true;
      console(Items.of(value));
      busy = false;
    }
  }

  /** An error event that is about a picture or a script that could not be had is not about an exception. */
  private void error(@Nullable JSObject event) {
    if (wants(Text.of("capture_unhandled_errors"), true)
        && Js.same(Faults.get(event, "target"), Page.window())) {
      JSObject error = Faults.get(event, "error");
      uncaught(list(Js.none(error) ? event : error, false, Text.of("generic")));
    }
  }

  private void rejection(@Nullable JSObject event) {
    if (!wants(Text.of("capture_unhandled_rejections"), true)) {
      return;
    }
    JSObject detail = Faults.get(event, "detail");
    JSObject reason = Faults.get(Js.none(detail) ? event : detail, "reason");
    Items list = list(reason, false, Text.of("generic"));
    if (Faults.kind(reason).is("value")) {
      list.bag(0).set("type", "UnhandledRejection");
      list.bag(0)
          .set(
              "value",
              Text.of("Non-Error promise rejection captured with value: ")
                  .plus(Faults.words(reason)));
    }
    uncaught(list);
  }

  private void console(Items said) {
    if (!wants(Text.of("capture_console_errors"), false) || said.text(0).starts("[Hedgerow]")) {
      return;
    }
    JSObject error = null;
    Items words = Items.create();
    for (int i = 0; i < said.size(); i++) {
      error = error == null && Faults.kind(said.at(i)).is("error") ? said.at(i) : error;
      words.add(Faults.words(said.at(i)));
    }
    uncaught(list(error == null ? words.join(" ") : error, true, Text.of("onconsole")));
  }

  private Items list(@Nullable JSObject thrown, boolean handled, Text mechanism) {
    return new Thrown(core.envelope.addresses, Items.create(), handled, mechanism).list(thrown);
  }

  /** Captures what nobody reported, unless it is our own or there were too many of its type. */
  private void uncaught(Items list) {
    Items frames = Suppression.frames(list.bag(0));
    if (frames.size() > 0 && outside(frames).size() == 0) {
      return;
    }
    if (take(list.bag(0).text("type"))) {
      capture(list, null);
    } else {
      dropped(Text.of("too many of its type; one more every ten seconds"));
    }
  }

  private boolean take(Text type) {
    Bag bucket = Bag.orEmpty(buckets.get(type));
    double now = Clock.now();
    double tokens = Math.min(
        BURST, bucket.number("tokens", BURST) + (now - bucket.number("last", now)) / REFILL);
    bucket.set("tokens", tokens < 1 ? tokens : tokens - 1);
    bucket.set("last", now);
    buckets.set(type, bucket);
    return tokens >= 1;
  }

  private @Nullable Bag capture(Items list, @Nullable JSObject more) {
    Bag said = Bag.orEmpty(Bag.orEmpty(core.remote).get("errorTracking"));
    if (Suppression.suppresses(Items.of(said.get("suppressionRules")), list)) {
      return dropped(Text.of("a rule of the server suppresses it"));
    }
    if (!said.flag("captureExtensionExceptions") && Suppression.comesFromExtension(list)) {
      return dropped(Text.of("it comes from an extension of the browser"));
    }
    Bag properties = Bag.create();
    properties.set("$exception_list", list);
    properties.set("$exception_level", "error");
    Items before = steps.take();
    if (before.size() > 0) {
      properties.set("$exception_steps", before);
    }
    Bag options = Bag.create();
    options.set("_noTruncate", true);
    options.set("_batchKey", "exceptionEvent");
    return core.capture.capture(Text.of("$exception"), properties.merge(more), options);
  }

  private static @Nullable Bag dropped(Text why) {
    if (Log.debugs()) {
      Log.print(false, Text.of("dropped an exception:"), why, null);
    }
    return null;
  }

  /** Those frames that are not in our own files. */
  private Items outside(Items frames) {
    Items found = Items.create();
    for (int i = 0; i < frames.size(); i++) {
      if (!own.has(frames.bag(i).text("filename"))) {
        found.add(frames.at(i));
      }
    }
    return own.size() > 0 ? found : frames;
  }
}
