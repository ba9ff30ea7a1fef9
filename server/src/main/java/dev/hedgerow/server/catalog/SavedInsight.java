package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Properties;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question that somebody keeps, with a name.
 *
 * @param query as the query endpoint takes it
 * @param favorite whether it is among those shown first
 */
public record SavedInsight(
    int id,
    int projectId,
    String name,
    String description,
    Map<String, @Nullable Object> query,
    boolean favorite,
    Instant createdAt,
    Instant updatedAt)
    implements Shelved<SavedInsight> {
  /** Most insights of one project. */
  public static final int PER_PROJECT_MAX = 1_000;

  /** Largest question, in bytes of its JSON. */
  public static final int QUERY_BYTES_MAX = 16 << 10;

  /** What it is made of. */
  public static final Shelf.Shape<SavedInsight> SHAPE = new Shelf.Shape<>() {
    @Override
    public int perProjectMax() {
      return PER_PROJECT_MAX;
    }

    @Override
    public Map<String, @Nullable Object> of(SavedInsight insight) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("name", insight.name());
      values.put("description", insight.description());
      values.put("query", insight.query());
      values.put("favorited", insight.favorite());
      return values;
    }

    @Override
    public SavedInsight read(
        int id,
        int projectId,
        Map<String, @Nullable Object> values,
        Instant createdAt,
        Instant updatedAt) {
      return new SavedInsight(
          id,
          projectId,
          String.valueOf(values.get("name")),
          String.valueOf(values.get("description")),
          Properties.object(values, "query"),
          Boolean.TRUE.equals(values.get("favorited")),
          createdAt,
          updatedAt);
    }
  };

  private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int LETTER_BITS = 5;
  private static final int SHORT_CHARS = 8;
  private static final long MASK = (1L << (LETTER_BITS * SHORT_CHARS)) - 1;
  private static final long FACTOR = 0x9E_3779_B97FL; // odd, so that it has an inverse
  private static final long INVERSE = inverse(FACTOR);

  public SavedInsight {
    query = Properties.copyOf(query);
  }

  /** Returns its id as it stands in addresses: eight letters and digits, never two the same. */
  public String shortId() {
    long mixed = (id * FACTOR) & MASK;
    StringBuilder text = new StringBuilder();
    for (int i = SHORT_CHARS - 1; i >= 0; i--) {
      text.append(LETTERS.charAt((int) (mixed >> (LETTER_BITS * i)) & (LETTERS.length() - 1)));
    }
    return text.toString();
  }

  /** Returns the id that such a text stands for, 0 for none. */
  public static int idOf(String shortId) {
    if (shortId.length() != SHORT_CHARS) {
      return 0;
    }
    long mixed = 0;
    for (int i = 0; i < SHORT_CHARS; i++) {
      int letter = LETTERS.indexOf(shortId.charAt(i));
      if (letter < 0) {
        return 0;
      }
      mixed = mixed << LETTER_BITS | letter;
    }
    long id = (mixed * INVERSE) & MASK;
    return id > Integer.MAX_VALUE ? 0 : (int) id;
  }

  /** Each round doubles the bits that are right. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  @Override
  public SavedInsight withId(int other) {
    return new SavedInsight(
        other, projectId, name, description, query, favorite, createdAt, updatedAt);
  }
}
