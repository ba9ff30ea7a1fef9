package dev.hedgerow.server.embedded.duck;

import dev.hedgerow.server.event.RejectedException;
import dev.hedgerow.server.query.SqlTokens;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Any text cut and rewritten as SQL: refused as it says, or its tokens joined are the text again. */
public final class SqlTextFuzz {
  private SqlTextFuzz() {}

  /** Cuts and rewrites. */
  public static void fuzzerTestOneInput(byte[] data) {
    String sql = new String(data, StandardCharsets.UTF_8);
    try {
      if (!SqlTokens.text(SqlTokens.of(sql)).equals(sql)) {
        throw new AssertionError("expected the tokens to be the text");
      }
      SqlTokens.limitsItself(sql);
      new SqlProperties(sql, SqlProperties.Columns.NONE, Map.of());
      new SqlProperties(sql, SqlProperties.Columns.ALL, Map.of(new Property(false, "a"), "p_1"));
    } catch (RejectedException e) {
      if (!e.code().equals("sql_invalid")) {
        throw new AssertionError("expected sql_invalid", e);
      }
    }
  }
}
