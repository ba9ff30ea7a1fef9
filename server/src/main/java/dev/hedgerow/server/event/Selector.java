package dev.hedgerow.server.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of CSS selectors that actions know (contract S 5.4): tag, {@code *}, {@code .class}, {@code #id}, {@code
 * [attr="v"]}, {@code :nth-child(n)}, {@code :nth-of-type(n)}, descendants and children.
 *
 * @param parts from the outermost to the element itself, at least one
 */
public record Selector(List<Part> parts) {
  /** Longest selector, in characters. */
  public static final int CHARS_MAX = 1_000;

  /** Most parts of one. */
  public static final int PARTS_MAX = 20;

  /**
   * What one element must be.
   *
   * @param child whether it must stand directly inside an element of the part before
   * @param tag in lower case, or null for any
   * @param attributes by name, such as {@code id}, {@code href} or {@code data-x}
   */
  public record Part(
      boolean child,
      @Nullable String tag,
      List<String> classes,
      Map<String, String> attributes,
      @Nullable Integer nthChild,
      @Nullable Integer nthOfType) {
    public Part {
      classes = List.copyOf(classes);
      attributes = Map.copyOf(attributes);
    }
  }

  public Selector {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a selector, in one pass.
   *
   * @throws IllegalArgumentException if it is none of these; the message says what was expected
   */
  public static Selector of(String text) {
    return new Selector(new SelectorReader(text).parts());
  }
}
