package dev.hedgerow.server.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shop knows of somebody who has signed up.
 *
 * @param id the distinct id that the shop's backend uses
 * @param plan {@code free}, {@code plus} or {@code business}
 */
record Account(
    String id,
    String name,
    String email,
    String plan,
    @Nullable Company company) {
  private static final int FIRST_NUMBER = 10_001;
  private static final List<String> FIRST = List.of(
      "Ada", "Ben", "Chloe", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko",
      "Liam", "Maya", "Noah", "Olga", "Paulo", "Quinn", "Rosa", "Sven", "Tara", "Uma", "Victor",
      "Wren", "Yusuf", "Zoe");
  private static final List<String> LAST = List.of(
      "Abbott", "Becker", "Castro", "Dubois", "Ekström", "Fischer", "Gupta", "Hansen", "Ito",
      "Jansen", "Kaya", "Lopez", "Moreau", "Novak", "Okafor", "Pereira", "Rossi", "Schmidt",
      "Tanaka", "Weber");
  private static final Weighted<String> PLANS =
      new Weighted<String>().with(74, "free").with(26, "plus");

  /** Makes the account of a visitor. */
  static Account of(int visitor, @Nullable Company company, Chance chance) {
    String first = chance.one(FIRST);
    String last = chance.one(LAST);
    String plan = PLANS.pick(chance);
    int number = FIRST_NUMBER + visitor;
    String host = company == null ? "mail.example" : company.key() + ".example";
    String plain = last.replace('ö', 'o').toLowerCase(Locale.ROOT);
    return new Account(
        "customer-" + number,
        first + " " + last,
        first.toLowerCase(Locale.ROOT) + "." + plain + number + "@" + host,
        company == null ? plan : "business",
        company);
  }

  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("email", email);
    told.put("name", name);
    told.put("plan", plan);
    if (company != null) {
      told.put("company", company.name());
    }
    return told;
  }
}
