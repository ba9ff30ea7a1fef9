package dev.hedgerow.server.insight.ask;

import dev.hedgerow.server.query.SqlReads;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of intervals as columns of SQL: bit b of word w stands for interval {@code 60 w + b}. One
 * row an actor then tells all of where it was active, and equal rows can be counted together.
 *
 * @param intervals how many intervals there are, from 0
 */
public record Marks(int intervals) {
  private static final int BITS = 60;

  /** Returns how many columns a set takes. */
  public int words() {
    return (intervals + BITS - 1) / BITS;
  }

  /**
   * Returns the aggregates that make a set, separated by commas and named.
   *
   * @param name of the columns: this and the word's number
   * @param index SQL of a row's interval, which may be out of range
   * @param condition SQL of whether a row counts
   */
  public String aggregates(String name, String index, String condition) {
    List<String> columns = new ArrayList<>();
    for (int word = 0; word < words(); word++) {
      int first = word * BITS;
      int last = Math.min(intervals, first + BITS) - 1;
      columns.add("coalesce(bit_or(CASE WHEN " + condition + " AND " + index + " BETWEEN " + first
          + " AND " + last + " THEN CAST(1 AS BIGINT) << CAST(" + index + " - " + first
          + " AS INTEGER) END), 0) AS " + name + word);
    }
    return String.join(", ", columns);
  }

  /** Returns the columns of a set once more, under another name. */
  public String copies(String of, String name) {
    List<String> columns = new ArrayList<>();
    for (int word = 0; word < words(); word++) {
      columns.add(of + word + " AS " + name + word);
    }
    return String.join(", ", columns);
  }

  /** Returns the names of those columns, separated by commas. */
  public String names(String name) {
    List<String> names = new ArrayList<>();
    for (int word = 0; word < words(); word++) {
      names.add(name + word);
    }
    return String.join(", ", names);
  }

  /** Returns the condition that a set has one of the intervals in [from, to). */
  public String any(String name, int from, int to) {
    List<String> words = new ArrayList<>();
    for (int word = from / BITS; word * BITS < to; word++) {
      int low = Math.max(0, from - word * BITS);
      int high = Math.min(BITS, to - word * BITS);
      words.add("(" + name + word + " & " + ((1L << high) - (1L << low)) + ") <> 0");
    }
    return words.isEmpty() ? "false" : "(" + String.join(" OR ", words) + ")";
  }

  /** Returns the set that a row holds from that column on. */
  public BitSet read(SqlReads.Row row, int column) {
    BitSet set = new BitSet(intervals);
    for (int word = 0; word < words(); word++) {
      long bits = row.number(column + word);
      while (bits != 0) {
        set.set(word * BITS + Long.numberOfTrailingZeros(bits));
        bits &= bits - 1;
      }
    }
    return set;
  }
}
