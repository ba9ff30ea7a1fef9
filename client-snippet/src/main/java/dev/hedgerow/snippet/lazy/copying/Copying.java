package dev.hedgerow.snippet.lazy.copying;

import dev.hedgerow.snippet.api.Core;
import dev.hedgerow.snippet.autocapture.Autocapture;
import dev.hedgerow.snippet.autocapture.Gate;
import dev.hedgerow.snippet.autocapture.Privacy;
import dev.hedgerow.snippet.autocapture.Words;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Method;
import dev.hedgerow.snippet.browser.Node;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Selection;
import dev.hedgerow.snippet.browser.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * Captures what is copied and cut, and that something was pasted (contract C4.7). Of a selection that reaches into a field,
 * into text that may be edited, or into anything that must stay on the page, nothing is captured.
 */
public final class Copying implements Method, Handler {
  /** Elements that may be such that their words stay on the page. */
  private static final String DOUBTFUL =
      "input,select,textarea,[contenteditable],[name],[id],[type],.ph-no-capture,.ph-sensitive";

  private final Core core;
  private boolean on;

  /** Joins an instance. */
  public Copying(Core core) {
    this.core = core;
    Page.listen(Page.document(), Items.listed("copy,cut,paste"), this);
  }

  @Override
  public @Nullable JSObject call(Text what, Items arguments) {
    if (what.is("run")) {
      on = Js.truthy(arguments.at(0));
    }
    return null;
  }

  @Override
  public void handle(Text type, @Nullable JSObject event) {
    Items elements = Autocapture.elements(Bag.orEmpty(event));
    if (!on
        || !core.autocapture.isOn()
        || !core.autocapture.gate.allows(type, elements)
        || Gate.isBarred(elements)) {
      return;
    }
    Bag properties = core.autocapture.properties(type, elements);
    if (Bag.orEmpty(core.remote).is("elementsChainAsString", true)) {
      properties.remove("$elements");
    }
    properties.set("$copy_type", type);
    if (type.is("paste") || addContent(properties, Node.at(elements, 0))) {
      core.capture.capture(Text.of("$copy_autocapture"), properties, null);
    }
  }

  /** Adds the selected words; false if there are none or they must stay on the page. */
  private static boolean addContent(Bag properties, Node target) {
    Text selected = Selection.text();
    Text content = Words.safe(selected);
    properties.set("$selected_content", content);
    properties.set("$clipboard_text_length", Selection.length(selected));
    return mayLeave(target) && isWhollyOpen(Selection.elements(DOUBTFUL)) && !content.isEmpty();
  }

  private static boolean isWhollyOpen(Items elements) {
    for (int i = 0; i < elements.size(); i++) {
      if (!mayLeave(Node.at(elements, i))) {
        return false;
      }
    }
    return elements.size() > 0;
  }

  private static boolean mayLeave(Node element) {
    return Privacy.mayShow(element) && !Privacy.isTypedInto(element);
  }
}
