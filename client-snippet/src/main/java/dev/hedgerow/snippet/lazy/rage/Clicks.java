package dev.hedgerow.snippet.lazy.rage;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.autocapture.Autocapture;
import dev.hedgerow.snippet.autocapture.Rage;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * What there is to clicks beyond the element they hit, from an instance's first click on: a {@code $rageclick} where a visitor
 * clicks again and again (contract C4.8), and clicks that hit nothing because the page took the element away when it was pressed.
 */
public final class Clicks implements Method, Handler {
  private static final double CLOSE = 6;

  private final Core core;
  private final Rage rage;

  /** What the pointer was pressed on, before there is a click. */
  private Items pressed = Items.create();

  private Bag press = Bag.create();

  /** Joins an instance. */
  public Clicks(Core core) {
    this.core = core;
    rage = new Rage(core.config);
    Page.listen(Page.document(), Items.listed("pointerdown"), this);
  }

  @Override
  public void handle(Text what, @Nullable JSObject value) {
    press = Bag.orEmpty(value);
    pressed = Autocapture.elements(press);
  }

  @Override
  public @Nullable JSObject call(Text what, Items a) {
    if (what.is("clicked")) {
      clicked(a.bag(0), Items.of(a.at(1)));
    }
    return null;
  }

  private void clicked(Bag event, Items hit) {
    boolean gone = hit.size() < 2 && Rage.distance(press, event) < CLOSE;
    Items elements = gone ? pressed : hit;
    if (rage.isReached(event) && !core.autocapture.gate.calms(elements)) {
      core.autocapture.emit(Text.of("$rageclick"), Text.of("click"), elements);
    }
    if (gone) {
      core.autocapture.emit(Text.of("$autocapture"), Text.of("click"), elements);
    }
  }
}
