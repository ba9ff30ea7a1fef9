package dev.hedgerow.server.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a chain once from left to right; takes what it can of a broken one. */
final class ChainReader {
  private final String chain;
  private int at;

  ChainReader(String chain) {
    this.chain = chain;
  }

  List<Element> elements() {
    List<Element> elements = new ArrayList<>();
    while (at < chain.length()) {
      elements.add(element());
      at++; // the semicolon
    }
    return elements;
  }

  private Element element() {
    List<String> names = names();
    Map<String, String> attributes = new LinkedHashMap<>();
    if (at < chain.length() && chain.charAt(at) == ':') {
      at++;
      while (at < chain.length() && chain.charAt(at) != ';') {
        attribute(attributes);
      }
    }
    String tag = names.get(0).toLowerCase(Locale.ROOT);
    return new Element(tag, names.subList(1, names.size()), attributes);
  }

  /**
   * Reads tag and classes, parted by dots. A class may hold a colon ({@code md:flex}), so the names
   * end at the colon that is followed by {@code key="}, or at the end of the element.
   */
  private List<String> names() {
    List<String> names = new ArrayList<>();
    int from = at;
    while (at < chain.length() && chain.charAt(at) != ';' && !startsPairs()) {
      if (chain.charAt(at) == '.') {
        names.add(chain.substring(from, at));
        from = at + 1;
      }
      at++;
    }
    names.add(chain.substring(from, at));
    return names;
  }

  private boolean startsPairs() {
    if (chain.charAt(at) != ':') {
      return false;
    }
    int i = at + 1;
    while (i < chain.length() && isOfKey(chain.charAt(i))) {
      i++;
    }
    return i >= chain.length() || chain.charAt(i) == ';' || chain.startsWith("=\"", i);
  }

  private static boolean isOfKey(char c) {
    return c != '=' && c != '"' && c != ';' && c != ':' && c != '.';
  }

  private void attribute(Map<String, String> attributes) {
    int from = at;
    while (at < chain.length() && !chain.startsWith("=\"", at) && chain.charAt(at) != ';') {
      at++;
    }
    if (at < chain.length() && chain.charAt(at) == '=') {
      String key = chain.substring(from, at);
      at += 2;
      attributes.put(key, value());
    }
  }

  private String value() {
    StringBuilder value = new StringBuilder();
    while (at < chain.length() && chain.charAt(at) != '"') {
      if (chain.startsWith("\\\"", at)) {
        at++;
      }
      value.append(chain.charAt(at++));
    }
    at++; // the closing quote
    return value.toString();
  }
}
