package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.RejectedException;

/**
 * Finds where the values of a JSON text begin and end, without building anything: it counts
 * brackets and knows strings, so neither depth nor length costs memory. What is inside a value is
 * not checked; that is done cut by cut, and a broken one breaks no other.
 */
final class JsonCuts {

  /**
   * A value's place.
   *
   * @param to the index after its last byte
   * @param depth how deep objects and arrays are nested in it, 0 for a scalar
   */
  record Cut(int from, int to, int depth) {
    int length() {
      return to - from;
    }
  }

  private final byte[] text;
  private final int end;
  private int at;

  JsonCuts(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.end = to;
  }

  /** Returns the next byte that is no blank, or 0 at the end. */
  byte peek() {
    while (at < end && isBlank(text[at])) {
      at++;
    }
    return at < end ? text[at] : 0;
  }

  /** Steps over one byte, which must be that one. */
  void expect(char c) throws RejectedException {
    if (peek() != c) {
      throw broken("expected " + c);
    }
    at++;
  }

  /** Steps over one byte if it is that one. */
  boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Steps over the next value. */
  Cut next() throws RejectedException {
    byte first = peek();
    int from = at;
    int depth = 0;
    if (first == '"') {
      skipString();
    } else if (first == '{' || first == '[') {
      depth = skipNested();
    } else {
      skipScalar();
    }
    if (at == from) {
      throw broken("expected a value");
    }
    return new Cut(from, at, depth);
  }

  /** Fails unless nothing is left. */
  void expectEnd() throws RejectedException {
    if (peek() != 0 || at < end) {
      throw broken("expected nothing more");
    }
  }

  private int skipNested() throws RejectedException {
    int depth = 0;
    int deepest = 0;
    do {
      if (at >= end) {
        throw broken("expected a closing bracket");
      }
      byte b = text[at];
      if (b == '"') {
        skipString();
        continue;
      }
      if (b == '{' || b == '[') {
        depth++;
        deepest = Math.max(deepest, depth);
      } else if (b == '}' || b == ']') {
        depth--;
      }
      at++;
    } while (depth > 0);
    return deepest;
  }

  private void skipString() throws RejectedException {
    int next = ByteScan.find(text, at + 1, end, '"', '\\');
    while (next < end && text[next] == '\\') {
      next = ByteScan.find(text, next + 2, end, '"', '\\');
    }
    if (next >= end) {
      at = end;
      throw broken("expected a closing quote");
    }
    at = next + 1;
  }

  private void skipScalar() {
    while (at < end && !isBlank(text[at]) && ",:{}[]\"".indexOf(text[at]) < 0) {
      at++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private RejectedException broken(String expected) {
    return new RejectedException(
        "invalid_json", "expected JSON: " + expected + " at byte " + Math.min(at, end));
  }
}
