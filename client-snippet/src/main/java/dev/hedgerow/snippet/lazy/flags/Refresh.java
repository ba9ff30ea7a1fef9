package dev.hedgerow.snippet.lazy.flags;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Asks again every few minutes while the page can be seen (contract C1.5). Where the page did not say how often, the pauses
 * grow up to an hour while the visitor does nothing.
 */
final class Refresh implements Handler {
  private static final double USUAL = 300_000;
  private static final double LONGEST = 3_600_000;

  private final Core core;
  private final Question question;
  private double interval;
  private double pause;
  private double last;
  private boolean active;
  private boolean listens;
  private int turn;

  Refresh(Core core, Question question) {
    this.core = core;
    this.question = question;
    look();
  }

  /** Follows the page's options. */
  void look() {
    double wanted = core.config.number("remote_config_refresh_interval_ms", USUAL);
    if (question.forbidden() || wanted < 0) {
      wanted = 0;
    }
    if (wanted != interval) {
      interval = wanted;
      pause = wanted;
      last = Clock.now();
      wait(++turn);
      listen();
    }
  }

  private void listen() {
    if (!listens) {
      listens = true;
      Page.listen(
          Page.document(),
          Items.listed("visibilitychange,click,keydown,wheel,touchstart,pointerdown"),
          this);
    }
  }

  private void wait(int forTurn) {
    if (interval > 0) {
      Clock.after(interval, this, Text.ofNumber(forTurn));
    }
  }

  @Override
  public void handle(Text what, @Nullable JSObject event) {
    if (what.is(Text.ofNumber(turn))) {
      askIfDue();
      wait(turn);
    } else if (what.fits("^[a-z]") && Page.visible() && !(active && pause == interval)) {
      active = true;
      pause = interval;
      askIfDue();
    }
  }

  private void askIfDue() {
    if (interval > 0 && Page.visible() && Clock.now() - last >= pause) {
      boolean grows = !active && Js.none(core.config.get("remote_config_refresh_interval_ms"));
      pause = grows ? Math.min(2 * pause, LONGEST) : interval;
      active = false;
      last = Clock.now();
      question.ask();
    }
  }
}
