package dev.hedgerow.server.query;

import dev.hedgerow.server.event.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a question's {@code values} as literals where its text says <code>{name}</code>. */
final class Placeholders {
  private Placeholders() {}

  /** Returns the text with each known name filled in; strings and comments are left alone. */
  static String fill(String text, Map<String, ? extends @Nullable Object> values)
      throws RejectedException {
    if (values.isEmpty()) {
      return text;
    }
    List<SqlTokens.Token> tokens = SqlTokens.of(text);
    List<SqlTokens.Token> filled = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (isPlaceholder(tokens, i) && values.containsKey(tokens.get(i + 1).name())) {
        filled.add(new SqlTokens.Token(
            SqlTokens.Kind.STRING, SqlText.value(values.get(tokens.get(i + 1).name()))));
        i += 2;
      } else {
        filled.add(tokens.get(i));
      }
    }
    return SqlTokens.text(filled);
  }

  private static boolean isPlaceholder(List<SqlTokens.Token> tokens, int at) {
    return at + 2 < tokens.size()
        && tokens.get(at).is('{')
        && tokens.get(at + 1).kind() == SqlTokens.Kind.WORD
        && tokens.get(at + 2).is('}');
  }
}
