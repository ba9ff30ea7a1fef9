package dev.hedgerow.snippet;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.lazy.agents.Agents;
import dev.hedgerow.snippet.lazy.bootstrap.Bootstrap;
import dev.hedgerow.snippet.lazy.copying.Copying;
import dev.hedgerow.snippet.lazy.dead.Dead;
import dev.hedgerow.snippet.lazy.errors.Errors;
import dev.hedgerow.snippet.lazy.features.Features;
import dev.hedgerow.snippet.lazy.felt.Felt;
import dev.hedgerow.snippet.lazy.flags.Flags;
import dev.hedgerow.snippet.lazy.heat.Heat;
import dev.hedgerow.snippet.lazy.more.More;
import dev.hedgerow.snippet.lazy.notes.Notes;
import dev.hedgerow.snippet.lazy.options.Keeper;
import dev.hedgerow.snippet.lazy.options.Options;
import dev.hedgerow.snippet.lazy.rage.Clicks;
import dev.hedgerow.snippet.lazy.resend.Resend;
import dev.hedgerow.snippet.lazy.tracing.Tracing;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** Where the script and each of its parts begin. The build makes a file of what only one part needs, named like its method. */
public final class Main {
  private Main() {}

  /** Runs when the script is loaded. */
  public static void main(String[] none) {
    Guard.run(new Start());
  }

  /** Feature flags for an instance. */
  @JSExport
  public static JSObject flags(JSObject core) {
    return Guard.function(new Flags((Core) core));
  }

  /** What options or the server switch on for an instance: each in a part of its own. */
  @JSExport
  public static JSObject features(JSObject core) {
    return Guard.function(new Features((Core) core));
  }

  /** Clicks and swipes of an instance's visitor that had no answer. */
  @JSExport
  public static JSObject dead(JSObject core) {
    return Guard.function(new Dead((Core) core));
  }

  /** Where an instance's visitor points and clicks. */
  @JSExport
  public static JSObject heat(JSObject core) {
    return Guard.function(new Heat((Core) core));
  }

  /** What an instance's visitor copies. */
  @JSExport
  public static JSObject copying(JSObject core) {
    return Guard.function(new Copying((Core) core));
  }

  /** Exceptions of an instance's page. */
  @JSExport
  public static JSObject errors(JSObject core) {
    return Guard.function(new Errors((Core) core));
  }

  /** How fast an instance's page feels. */
  @JSExport
  public static JSObject felt(JSObject core) {
    return Guard.function(new Felt((Core) core));
  }

  /** What tells the page's own servers who asks. */
  @JSExport
  public static JSObject tracing(JSObject core) {
    return Guard.function(new Tracing((Core) core));
  }

  /** Clicks out of patience on an instance's page. */
  @JSExport
  public static JSObject rage(JSObject core) {
    return Guard.function(new Clicks((Core) core));
  }

  /** Other ways to the server for an instance. */
  @JSExport
  public static JSObject resend(JSObject core) {
    return Guard.function(new Resend((Core) core));
  }

  /** What options mean that few pages set: for an instance, or to a question, which is its name, the options and more. */
  @JSExport
  public static @Nullable JSObject options(JSObject given) {
    Items asked = Items.of(given);
    return asked.size() > 0
        ? Options.answer(asked.text(0), asked.bag(1), asked.at(2))
        : Guard.function(new Keeper((Core) given));
  }

  /** Methods of an instance that few pages call. */
  @JSExport
  public static JSObject more(JSObject core) {
    return Guard.function(new More((Core) core));
  }

  /** What is known of a visitor before an instance looks. */
  @JSExport
  public static void bootstrap(JSObject core) {
    Bootstrap.run((Core) core);
  }

  /** What the tables of all browsers find. */
  @JSExport
  public static JSObject agents(JSObject core) {
    return Agents.found();
  }

  /** What debugging says. */
  @JSExport
  public static void notes(JSObject core) {
    Notes.run();
  }
}
