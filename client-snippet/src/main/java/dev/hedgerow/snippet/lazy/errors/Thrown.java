package dev.hedgerow.snippet.lazy.errors;

import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Faults;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.event.Addresses;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Describes what was thrown, and what caused it, as {@code $exception_list} has it (contract C12.3). */
final class Thrown {
  private static final int CAUSES_MAX = 4;
  private static final int WORDS_MAX = 65535;
  private static final String MESSAGE =
      "^(?:uncaught (?:exception: )?)?(?:((?:Eval|Internal|Range|Reference|Syntax|Type|URI|)Error): )?"
          + "([\\s\\S]*)$";

  private final Addresses addresses;
  /** The frames a page's call came through, for what brings none of its own. */
  private final Items way;

  private final boolean handled;
  private final Text mechanism;

  Thrown(Addresses addresses, Items way, boolean handled, Text mechanism) {
    this.addresses = addresses;
    this.way = way;
    this.handled = handled;
    this.mechanism = mechanism;
  }

  /** What was thrown, then its causes. */
  Items list(@Nullable JSObject thrown) {
    Items list = Items.create();
    JSObject one = carried(thrown);
    for (int depth = 0; depth <= CAUSES_MAX && (depth == 0 || !Js.none(one)); depth++) {
      list.add(describe(one, depth));
      one = Faults.kind(one).is("error") ? Faults.get(one, "cause") : null;
    }
    return list;
  }

  /** What an event about an error carries, or the thing itself. */
  private static @Nullable JSObject carried(@Nullable JSObject thrown) {
    if (!Faults.kind(thrown).is("event")) {
      return thrown;
    }
    JSObject error = Faults.get(thrown, "error");
    JSObject inside = Js.none(error) ? Faults.get(thrown, "reason") : error;
    return Js.none(inside) ? thrown : inside;
  }

  private Bag describe(@Nullable JSObject thrown, int depth) {
    Text kind = Faults.kind(thrown);
    Text message = Faults.text(thrown, "message");
    Bag one = Bag.create();
    Items frames = Faults.frames(Faults.text(thrown, "stack"));
    boolean synthetic = false;
    if (kind.is("error")) {
      name(one, Faults.text(thrown, "name").or("Error"), message);
    } else if (kind.is("dom")) {
      Text name = Faults.text(thrown, "name");
      name(
          one,
          Text.of("DOMException"),
          message.isEmpty() ? name : name.plus(": ").plus(message));
    } else {
      synthetic = true;
      frames = depth > 0 ? Items.create() : placed(thrown);
      other(one, thrown, kind, message);
    }
    one.set("mechanism", mechanism(synthetic, depth));
    if (frames.size() > 0) {
      one.set("stacktrace", trace(frames));
    }
    return one;
  }

  private static void name(Bag one, Text type, Text value) {
    one.set("type", type);
    one.set("value", value.cut(WORDS_MAX, "..."));
  }

  /** What is no error, in words. */
  private static void other(Bag one, @Nullable JSObject thrown, Text kind, Text message) {
    Text name = Faults.text(thrown, "name");
    if (Js.isText(thrown) || (kind.is("event") && !message.isEmpty())) {
      Items found = (Js.isText(thrown) ? Text.in(thrown) : message).match(MESSAGE);
      name(one, found.text(1).isEmpty() ? Text.of("Error") : found.text(1), found.text(2));
    } else if (kind.is("value")) {
      name(
          one,
          Text.of("Error"),
          Text.of("Primitive value captured as exception: ").plus(Faults.words(thrown)));
    } else if (kind.is("object") && !name.isEmpty()) {
      Text said = Text.of("'").plus(name).plus("' captured as exception");
      name(
          one,
          name,
          message.isEmpty() ? said : said.plus(" with message: '").plus(message).plus("'"));
    } else if (kind.is("object") && !message.isEmpty()) {
      name(one, Text.of("Error"), message);
    } else {
      Text maker = Faults.maker(thrown).or("Object");
      name(
          one,
          kind.is("event") ? maker : Text.of("Error"),
          (maker.is("Object") || kind.is("event")
                  ? maker
                  : Text.of("'").plus(maker).plus("'"))
              .plus(" captured as exception with keys: ")
              .plus(Faults.names(thrown)));
    }
  }

  /** Where an event about an error places it, or the way the page's call came. */
  private Items placed(@Nullable JSObject thrown) {
    Text file = Faults.text(thrown, "filename");
    if (file.isEmpty()) {
      return way;
    }
    return Faults.frames(Text.of("@")
        .plus(file)
        .plus(":")
        .plus(Faults.words(Faults.get(thrown, "lineno")))
        .plus(":")
        .plus(Faults.words(Faults.get(thrown, "colno"))));
  }

  private Bag mechanism(boolean synthetic, int depth) {
    Bag how = Bag.create();
    how.set("type", depth > 0 ? Text.of("chained") : mechanism);
    if (depth > 0) {
      how.set("source", "cause");
      how.set("parent_id", depth - 1);
    } else {
      how.set("handled", handled);
    }
    how.set("synthetic", synthetic);
    how.set("exception_id", depth);
    return how;
  }

  /** The frames as they may be shown: addresses without their secrets. */
  private Bag trace(Items frames) {
    for (int i = 0; i < frames.size(); i++) {
      frames.bag(i).set("filename", addresses.shown(frames.bag(i).text("filename")));
    }
    Bag trace = Bag.create();
    trace.set("type", "raw");
    trace.set("frames", frames);
    return trace;
  }
}
