package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The declarations for TypeScript and the instance name the same methods. */
final class DeclarationTest {
  private static final Pattern METHOD = Pattern.compile("(?m)^  (\\w+)\\(");

  @Test
  void everyMethodIsDeclaredAndEveryDeclaredOneIsThere() throws Exception {
    String declared = Site.script("module.d.ts");
    String instance = declared.substring(declared.indexOf("export interface PostHog {"));
    try (Site site = new Site();
        Visit visit = new Visit(site)) {
      Object names = Visit.run(
          visit.open("{}", ""),
          "Object.keys(posthog).filter(function(k){return typeof posthog[k]==='function'}).join()");

      assertThat(METHOD.matcher(instance).results().map(found -> found.group(1)))
          .containsOnlyOnceElementsOf(
              new TreeSet<>(Arrays.asList(String.valueOf(names).split(",")))
                  .stream().filter(name -> !name.equals("on")).toList());
      assertThat(METHOD.matcher(instance).results().map(found -> found.group(1)))
          .containsOnly(String.valueOf(names).split(","));
    }
  }
}
