package dev.hedgerow.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The house's walls: which room may use which, and which library lives where. */
class ArchitectureTest {
  private static final String ROOT = "dev.hedgerow.server";

  /** Room to the rooms it may use. The root may use them all. */
  private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
      Map.entry("event", Set.of()),
      Map.entry("wire", Set.of("event")),
      Map.entry("log", Set.of()),
      Map.entry("catalog", Set.of("event")),
      Map.entry(
          "http",
          Set.of("event", "wire", "log", "catalog", "query", "insight", "insight.ask", "demo")),
      Map.entry("demo", Set.of("event")),
      Map.entry("process", Set.of("event", "wire", "log", "catalog", "store")),
      Map.entry("query", Set.of("event", "catalog")),
      Map.entry(
          "insight",
          Set.of(
              "event",
              "catalog",
              "query",
              "insight.ask",
              "insight.trend",
              "insight.funnel",
              "insight.path",
              "insight.retention")),
      Map.entry("insight.ask", Set.of("event", "catalog", "query")),
      Map.entry("insight.trend", Set.of("event", "query", "insight.ask")),
      Map.entry("insight.funnel", Set.of("event", "query", "insight.ask")),
      Map.entry("insight.path", Set.of("event", "query", "insight.ask")),
      Map.entry("insight.retention", Set.of("event", "query", "insight.ask")),
      Map.entry("store", Set.of("event", "query")),
      Map.entry(
          "embedded",
          Set.of(
              "event",
              "wire",
              "log",
              "catalog",
              "query",
              "store",
              "embedded.folder",
              "embedded.sqlite",
              "embedded.duck")),
      Map.entry("embedded.folder", Set.of("query")),
      Map.entry(
          "embedded.sqlite",
          Set.of("event", "wire", "log", "catalog", "query", "store", "embedded.folder")),
      Map.entry("embedded.duck", Set.of("event", "wire", "query", "store", "embedded.folder")));

  /** Library to the rooms it may be used in; {@code ""} is the root. */
  private static final Map<String, Set<String>> HOMES = Map.ofEntries(
      Map.entry("com.maxmind", Set.of("process")),
      Map.entry("io.airlift", Set.of("wire", "embedded.sqlite")),
      Map.entry("org.brotli", Set.of("wire")),
      Map.entry("com.google.re2j", Set.of("query")),
      Map.entry("io.undertow", Set.of("http")),
      Map.entry("org.xnio", Set.of("http")),
      Map.entry("com.fasterxml.jackson", Set.of("wire", "http")),
      Map.entry("com.fasterxml.uuid", Set.of("event", "wire")),
      Map.entry("java.sql", Set.of("embedded.sqlite", "embedded.duck")),
      Map.entry("org.sqlite", Set.of("embedded.sqlite")),
      Map.entry("org.duckdb", Set.of("embedded.duck")),
      Map.entry("picocli", Set.of("")),
      Map.entry("io.micrometer.prometheusmetrics", Set.of("")));

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(ROOT);

  @Test
  void everyPackageIsARoom() {
    Set<String> packages = new TreeSet<>();
    CLASSES.forEach(found -> packages.add(found.getPackageName()));
    packages.remove(ROOT);
    assertThat(packages)
        .allSatisfy(name -> assertThat(ARROWS).containsKey(name.substring(ROOT.length() + 1)));
  }

  @Test
  void roomsUseOnlyWhatTheirArrowsAllow() {
    ARROWS.forEach((room, allowed) -> {
      List<String> refused = ARROWS.keySet().stream()
          .filter(other -> !other.equals(room) && !allowed.contains(other))
          .map(other -> ROOT + "." + other)
          .toList();
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + room)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(refused.toArray(String[]::new))
          .allowEmptyShould(true)
          .check(CLASSES);
    });
  }

  @Test
  void noRoomUsesTheRoot() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void librariesStayInTheirHomes() {
    HOMES.forEach((library, homes) -> noClasses()
        .that()
        .resideOutsideOfPackages(homes.stream()
            .map(home -> home.isEmpty() ? ROOT : ROOT + "." + home)
            .toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .allowEmptyShould(true)
        .check(CLASSES));
  }
}
