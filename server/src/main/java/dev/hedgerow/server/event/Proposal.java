package dev.hedgerow.server.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an action made from an element may ask for (contract S 5.3).
 *
 * @param tag the element's tag
 * @param text its text, or null
 * @param href its link, or null
 * @param selectors selectors of the known kind (S 5.4) that match the chain, the one that is likely to last longest first;
 *     never empty unless nothing is known of the element
 */
public record Proposal(
    String tag, @Nullable String text, @Nullable String href, List<String> selectors) {

  /** Attributes that people give to elements so that programs find them again, the best first. */
  private static final List<String> MARKS = List.of(
      "data-attr",
      "data-ph-capture-attribute-name",
      "data-testid",
      "data-test",
      "data-cy",
      "data-qa",
      "name",
      "aria-label");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,60}");

  /** What no person chose: long numbers and hashes, which change with the next release. */
  private static final Pattern MADE = Pattern.compile(".*([0-9]{4,}|[0-9a-f]{8,}).*");

  private static final int VALUE_CHARS_MAX = 200;
  private static final int CLASSES_MAX = 4;

  public Proposal {
    selectors = List.copyOf(selectors);
  }

  /** Returns what may be asked of each element of a chain, the clicked one first. Takes any text; never fails. */
  public static List<Proposal> of(String chain) {
    List<Element> elements = ElementsChain.parse(chain);
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      proposals.add(new Proposal(
          element.tag(),
          blankToNull(element.text()),
          blankToNull(element.href()),
          selectors(element, elements.subList(i + 1, elements.size()))));
    }
    return proposals;
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static List<String> selectors(Element element, List<Element> around) {
    Set<String> found = new LinkedHashSet<>();
    String tag = PLAIN.matcher(element.tag()).matches() ? element.tag() : "";
    addMarks(found, tag, element);
    String own = tag + classes(element);
    String anchor = anchor(around);
    if (!own.isEmpty()) {
      if (anchor != null) {
        found.add(anchor + " " + own);
      }
      found.add(own);
      String place = place(element);
      if (!place.isEmpty()) {
        found.add((anchor == null ? "" : anchor + " ") + own + place);
      }
    }
    if (!tag.isEmpty()) {
      found.add(tag);
    }
    return found.stream().filter(one -> one.length() <= Selector.CHARS_MAX).toList();
  }

  private static void addMarks(Set<String> found, String tag, Element element) {
    for (String mark : MARKS) {
      String value = element.attributes().get("attr__" + mark);
      if (usable(value)) {
        found.add(tag + '[' + mark + "=\"" + escaped(value) + "\"]");
      }
    }
    String id = element.id();
    if (id != null && PLAIN.matcher(id).matches() && !MADE.matcher(id).matches()) {
      found.add(tag + '#' + id);
    }
  }

  private static boolean usable(@Nullable String value) {
    return value != null && !value.isBlank() && value.length() <= VALUE_CHARS_MAX;
  }

  private static String escaped(@Nullable String value) {
    return String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String classes(Element element) {
    StringBuilder classes = new StringBuilder();
    element.classes().stream()
        .filter(name -> PLAIN.matcher(name).matches() && !MADE.matcher(name).matches())
        .limit(CLASSES_MAX)
        .forEach(name -> classes.append('.').append(name));
    return classes.toString();
  }

  /** Returns the nearest element around it that has a lasting name, or null. */
  private static @Nullable String anchor(List<Element> around) {
    for (Element element : around) {
      Set<String> marks = new LinkedHashSet<>();
      String tag = PLAIN.matcher(element.tag()).matches() ? element.tag() : "";
      addMarks(marks, tag, element);
      if (!marks.isEmpty()) {
        return marks.iterator().next();
      }
    }
    return null;
  }

  private static String place(Element element) {
    Map<String, String> attributes = element.attributes();
    String nth = attributes.getOrDefault("nth-of-type", "0");
    return nth.matches("[1-9][0-9]{0,4}") ? ":nth-of-type(" + nth + ")" : "";
  }
}
