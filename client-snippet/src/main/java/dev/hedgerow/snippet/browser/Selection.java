package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What the visitor has selected on the page. */
public final class Selection {
  private Selection() {}

  /** Whether anything is selected, not only a place where text could be typed. */
  @JSBody(script = "var s=document.getSelection();return !!s&&s.type==='Range'")
  public static native boolean isAny();

  /** The selected text. */
  @JSBody(script = "var s=document.getSelection();return s?''+s:''")
  public static native Text text();

  /** How long a text is. */
  @JSBody(params = "text", script = "return text.length")
  public static native JSObject length(Text text);

  /**
   * The element around all that is selected, and of those touched by it the ones that a selector finds; empty if that cannot
   * be told, as in a field or in a shadow tree, which the browser shows as a place and not as a range.
   */
  @JSBody(
      params = "selector",
      script = "var s=document.getSelection(),all=[],i,r,n;for(i=0;s&&i<s.rangeCount;i++){"
          + "r=s.getRangeAt(i);n=r.commonAncestorContainer;n=n.nodeType===3?n.parentNode:n;"
          + "if(r.collapsed||!n||n.nodeType!==1)return [];all.push(n);"
          + "[].forEach.call(n.querySelectorAll(selector),function(e){r.intersectsNode(e)&&all.push(e)})}"
          + "return all")
  public static native Items elements(String selector);

  /** The element that takes what is typed, the innermost that the page lets us see; null if there is none. */
  @JSBody(
      script = "var e=document.activeElement;while(e&&e.shadowRoot&&e.shadowRoot.activeElement)"
          + "e=e.shadowRoot.activeElement;return e")
  public static native @Nullable Node focused();
}
