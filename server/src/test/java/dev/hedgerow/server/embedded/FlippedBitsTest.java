package dev.hedgerow.server.embedded;

import static dev.hedgerow.server.store.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.catalog.ApiKey;
import dev.hedgerow.server.catalog.Scope;
import dev.hedgerow.server.embedded.sqlite.SqliteCatalog;
import dev.hedgerow.server.embedded.sqlite.SqliteState;
import dev.hedgerow.server.event.Group;
import dev.hedgerow.server.event.GroupKey;
import dev.hedgerow.server.event.IdKey;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Person;
import dev.hedgerow.server.event.PersonIds;
import dev.hedgerow.server.event.PersonKey;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.store.Assignment;
import dev.hedgerow.server.store.Change;
import dev.hedgerow.server.store.HeldEvent;
import dev.hedgerow.server.store.Position;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import dev.hedgerow.server.store.StateChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit flipped anywhere in {@code state.db} or {@code catalog.db}: all is served as before, or what is not is counted, or
 * the file is refused with a sentence; nothing is ever missing or different in silence.
 */
final class FlippedBitsTest {
  private static final int FLIPS = Math.min(2_000, Integer.getInteger("hedgerow.faults.seeds", 12));
  private static final int PERSONS = 150;
  private static final int HELD = 60;

  @TempDir
  private Path folder;

  private Path whole;

  /** All that is asked of the state, and how much was set aside. */
  private record Told(
      Position position,
      Map<PersonKey, Person> persons,
      Map<IdKey, Assignment> assignments,
      Map<GroupKey, Group> groups,
      List<HeldEvent> held,
      long setAside) {}

  @BeforeEach
  void makeFolder() {
    whole = folder.resolve("whole");
  }

  private static List<PersonKey> personKeys() {
    List<PersonKey> keys = new ArrayList<>();
    for (int i = 0; i < PERSONS; i++) {
      keys.add(new PersonKey(1, PersonIds.of(new IdKey(1, "id-" + i))));
    }
    return keys;
  }

  private void fill() throws IOException {
    try (EmbeddedBackend backend = EmbeddedBackend.open(whole, Limits.STANDARD)) {
      backend.log().append(List.of("x".getBytes(StandardCharsets.UTF_8)), NOON);
      List<Person> persons = new ArrayList<>();
      List<Assignment> assignments = new ArrayList<>();
      List<Group> groups = new ArrayList<>();
      for (PersonKey key : personKeys()) {
        int i = persons.size();
        persons.add(new Person(
            1, key.personId(), NOON, i % 2 == 0, i, Map.of("email", i + "@example.com", "n", i)));
        assignments.add(new Assignment(new IdKey(1, "id-" + i), key.personId(), 0));
        assignments.add(new Assignment(new IdKey(1, "other-" + i), key.personId(), 3));
        groups.add(Samples.group(1, i % 5, "group-" + i));
      }
      HeldEvent[] held = new HeldEvent[HELD];
      for (int i = 0; i < HELD; i++) {
        held[i] = Samples.held(i + 1, "held-" + i, 60 + i);
      }
      StateChange change = new Change(backend.log().id(), 1, NOON)
          .persons(persons.toArray(Person[]::new))
          .assigned(assignments.toArray(Assignment[]::new))
          .groups(groups.toArray(Group[]::new))
          .held(held)
          .rows(new Rows(List.of(), List.of(), persons, List.of(), assignments, groups, List.of()))
          .made();
      backend.state().commit(change);
      backend.events().write(backend.state().outbox(0, 9));
      backend.events().checkpoint();
      backend.state().trimOutbox(1);
      Project project = backend.catalog().createProject("Shop", "phc_first", NOON);
      backend.catalog().createProject("Other", "phc_other", NOON);
      backend.catalog().rotateToken(project.id(), "phc_second", NOON.plusSeconds(99));
      for (int i = 0; i < 30; i++) {
        backend.catalog().addKey("hash-" + i, "key " + i, Scope.READ, Set.of(1), NOON);
      }
    }
  }

  private Told told(EmbeddedBackend backend) throws IOException {
    List<IdKey> ids = new ArrayList<>();
    List<GroupKey> groups = new ArrayList<>();
    for (int i = 0; i < PERSONS; i++) {
      ids.add(new IdKey(1, "id-" + i));
      ids.add(new IdKey(1, "other-" + i));
      groups.add(new GroupKey(1, i % 5, "group-" + i));
    }
    SqliteState state = backend.state();
    return new Told(
        state.position(),
        state.persons(personKeys()),
        state.assignments(ids),
        state.groups(groups),
        state.due(Samples.LAST, 999),
        state.setAsideCount());
  }

  private static String catalog(EmbeddedBackend backend) throws IOException {
    List<ApiKey> keys = backend.catalog().keys();
    return keys + " " + backend.catalog().projects() + " "
        + backend.catalog().projectByToken("phc_first", NOON) + " "
        + backend.catalog().projectByToken("phc_second") + " "
        + backend.catalog().keyByHash("hash-7");
  }

  /** Returns a copy of the folder with one bit of a file flipped. */
  private Path flipped(String name, Random random) throws IOException {
    Path copy = folder.resolve(name + "-" + random.nextLong());
    Files.createDirectories(copy);
    try (Stream<Path> files = Files.list(whole)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(whole.relativize(file)));
      }
    }
    Path file = copy.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);
    return copy;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aBitOfTheStateIsNeverMissedInSilence() throws IOException {
    fill();
    Told before;
    try (EmbeddedBackend backend = EmbeddedBackend.open(whole, Limits.STANDARD)) {
      before = told(backend);
    }
    assertThat(before.assignments()).hasSize(2 * PERSONS);
    int same = 0;
    int counted = 0;
    int refused = 0;
    for (int seed = 0; seed < FLIPS; seed++) {
      Path copy = flipped("state.db", new Random(seed));
      try (EmbeddedBackend backend = EmbeddedBackend.open(copy, Limits.STANDARD)) {
        Told after = told(backend);
        assertThat(after.position()).as("seed %d", seed).isEqualTo(before.position());
        assertThat(after.persons()).as("seed %d", seed).isEqualTo(before.persons());
        assertThat(after.assignments()).as("seed %d", seed).isEqualTo(before.assignments());
        assertThat(after.groups()).as("seed %d", seed).isEqualTo(before.groups());
        boolean damaged = after.setAside() > before.setAside() || isKept(copy, "state.db");
        if (!after.held().equals(before.held())) {
          assertThat(damaged).as("seed %d", seed).isTrue();
        }
        same += damaged ? 0 : 1;
        counted += damaged ? 1 : 0;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("expected").hasMessageContaining("state.db");
        refused++;
      }
      delete(copy);
    }
    System.out.printf(
        "FlippedBitsTest: state.db %d flips: %d without effect, %d set aside and mended, %d refused%n",
        FLIPS, same, counted, refused);
  }

  private static boolean isKept(Path copy, String name) throws IOException {
    try (Stream<Path> files = Files.list(copy)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(name + ".damaged-"));
    }
  }

  @Test
  void aBitOfTheCatalogIsNeverMissedInSilence() throws IOException {
    fill();
    String before;
    try (EmbeddedBackend backend = EmbeddedBackend.open(whole, Limits.STANDARD)) {
      before = catalog(backend);
    }
    int same = 0;
    int refused = 0;
    for (int seed = 0; seed < FLIPS; seed++) {
      Path copy = flipped("catalog.db", new Random(seed));
      try (SqliteCatalog catalog = SqliteCatalog.open(copy)) {
        assertThat(catalog.keys() + " " + catalog.projects() + " "
                + catalog.projectByToken("phc_first", NOON) + " "
                + catalog.projectByToken("phc_second") + " " + catalog.keyByHash("hash-7"))
            .as("seed %d", seed)
            .isEqualTo(before);
        same++;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("expected").hasMessageContaining("catalog.db");
        refused++;
      }
      delete(copy);
    }
    System.out.printf(
        "FlippedBitsTest: catalog.db %d flips: %d served as before, %d refused%n",
        FLIPS, same, refused);
  }
}
