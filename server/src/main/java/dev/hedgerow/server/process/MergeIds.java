package dev.hedgerow.server.process;

import java.util.Locale;
import java.util.Set;

/** Distinct ids that stand for nobody, so that no person may be merged by them (contract S 2.5.2). */
final class MergeIds {
  private static final Set<String> ILLEGAL_IN_ANY_CASE = Set.of(
      "anonymous",
      "guest",
      "distinctid",
      "distinct_id",
      "id",
      "not_authenticated",
      "email",
      "undefined",
      "true",
      "false");
  private static final Set<String> ILLEGAL =
      Set.of("[object Object]", "NaN", "None", "none", "null", "0");

  private MergeIds() {}

  static boolean illegal(String id) {
    return standsForNobody(id) || standsForNobody(unquoted(id));
  }

  private static boolean standsForNobody(String id) {
    return id.isBlank()
        || ILLEGAL.contains(id)
        || ILLEGAL_IN_ANY_CASE.contains(id.toLowerCase(Locale.ROOT));
  }

  private static String unquoted(String id) {
    if (id.length() < 2) {
      return id;
    }
    char first = id.charAt(0);
    boolean quoted = (first == '"' || first == '\'') && id.charAt(id.length() - 1) == first;
    return quoted ? id.substring(1, id.length() - 1) : id;
  }
}
