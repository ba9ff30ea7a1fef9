package dev.hedgerow.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which room may use which: the plan of the house, as a table. */
final class ArchitectureTest {
  private static final String ROOT = "dev.hedgerow.snippet";

  /** The rooms of the parts that not every page loads. None uses another of them. */
  private static final String LAZY = "lazy";

  /** Room and the rooms it may use; the root is the empty name. */
  private static final Map<String, Set<String>> ARROWS = Map.of(
      "",
      Set.of("api", LAZY, "browser"),
      LAZY,
      Set.of("api", "autocapture", "pageview", "event", "identity", "send", "browser"),
      "api",
      Set.of("autocapture", "pageview", "event", "identity", "send", "loading", "browser"),
      "autocapture",
      Set.of("event", "identity", "browser"),
      "pageview",
      Set.of("event", "browser"),
      "event",
      Set.of("identity", "browser"),
      "identity",
      Set.of("browser"),
      "send",
      Set.of("browser"),
      "loading",
      Set.of("send", "browser"));

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(ROOT);

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
  }

  @Test
  void roomsUseOnlyWhatTheTableAllows() {
    Set<String> drawn = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .filter(target -> !target.getPackageName().equals(type.getPackageName()))
          .filter(target -> !ARROWS.getOrDefault(room(type), Set.of()).contains(room(target)))
          .forEach(target -> drawn.add(type.getName() + " -> " + target.getName()));
    }

    assertThat(drawn).isEmpty();
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> rooms = new TreeSet<>();
    CLASSES.forEach(type -> rooms.add(room(type)));
    Set<String> known = new TreeSet<>(ARROWS.keySet());
    known.add("browser");

    assertThat(rooms).isEqualTo(known);
  }

  @Test
  void scriptsOwnWordsAreWrittenInTheBrowserRoomOnly() {
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      boolean usesInterop = type.getMethods().stream()
          .anyMatch(method -> method.isAnnotatedWith("org.teavm.jso.JSBody"));
      if (usesInterop && !room(type).equals("browser")) {
        strangers.add(type.getName());
      }
    }

    assertThat(strangers).isEmpty();
  }
}
