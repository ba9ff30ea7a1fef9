package dev.hedgerow.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What each type of ingestion warning means, from {@code warnings.tsv}: the type, what became of the event, why.
 *
 * @param effect {@code refused} or {@code altered}
 * @param meaning a sentence for people
 */
record WarningWords(String effect, String meaning) {
  private static final WarningWords UNKNOWN = new WarningWords("altered", "");

  /** All types there are. */
  static final Map<String, WarningWords> ALL = read();

  /** Returns the words of a type; a type of an older program has none. */
  static WarningWords of(String type) {
    return ALL.getOrDefault(type, UNKNOWN);
  }

  private static Map<String, WarningWords> read() {
    Map<String, WarningWords> all = new TreeMap<>();
    try (InputStream in =
            Objects.requireNonNull(WarningWords.class.getResourceAsStream("warnings.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split("\t", 3))
          .forEach(parts -> all.put(parts[0], new WarningWords(parts[1], parts[2])));
    } catch (IOException e) {
      throw new UncheckedIOException("expected the words of warnings in the jar", e);
    }
    return all;
  }
}
