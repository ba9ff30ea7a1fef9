package dev.hedgerow.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Catalog} promises. Every catalog's test extends this, and none may opt out. */
public abstract class CatalogContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

  private static final Settings SETTINGS = new Settings(
      true,
      List.of("button"),
      List.of(".a > b", "[x=\"1\"]"),
      List.of(".grüße"),
      true,
      List.of("https://*.shop.example"),
      30,
      true,
      false,
      ZoneId.of("Europe/Berlin"));

  private Catalog catalog;

  /** Opens the catalog the test works on; once closed, the next call opens what it left. */
  protected abstract Catalog open() throws IOException;

  @BeforeEach
  final void openCatalog() throws IOException {
    catalog = open();
  }

  @AfterEach
  final void closeCatalog() throws IOException {
    catalog.close();
  }

  @Test
  final void anEmptyCatalogKnowsNothing() throws IOException {
    assertThat(catalog.projects()).isEmpty();
    assertThat(catalog.keys()).isEmpty();
    assertThat(catalog.project(1)).isNull();
    assertThat(catalog.projectByToken("phc_none")).isNull();
    assertThat(catalog.keyByHash("00")).isNull();
  }

  @Test
  final void aDaysSecretStaysTheSameUntilItIsForgotten() throws IOException {
    LocalDate day = LocalDate.of(2026, 11, 22);
    byte[] first = catalog.cookielessSalt(day, day);
    assertThat(first).hasSize(32);
    assertThat(catalog.cookielessSalt(day.plusDays(1), day)).isNotEqualTo(first);
    catalog.close();
    catalog = open();
    assertThat(catalog.cookielessSalt(day, day)).isEqualTo(first);
    catalog.cookielessSalt(day.plusDays(5), day.plusDays(1));
    assertThat(catalog.cookielessSalt(day, day)).isNotEqualTo(first);
  }

  @Test
  final void projectsAreNumberedFromOne() throws IOException {
    Project first = catalog.createProject("Shop", "phc_a", NOON);
    Project second = catalog.createProject("Blog", "phc_b", NOON.plusSeconds(1));
    assertThat(first).isEqualTo(new Project(1, "Shop", "phc_a", NOON, 1));
    assertThat(second.id()).isEqualTo(2);
    assertThat(catalog.projects()).containsExactly(first, second);
  }

  @Test
  final void aProjectIsFoundByItsTokenAndItsId() throws IOException {
    Project project = catalog.createProject("Grüße \u0000 🌱", "phc_a", NOON);
    catalog.createProject("Other", "phc_b", NOON);
    assertThat(catalog.projectByToken("phc_a")).isEqualTo(project);
    assertThat(catalog.project(1)).isEqualTo(project);
    assertThat(catalog.projectByToken("phc_A")).isNull();
    assertThat(catalog.projectByToken("phc_")).isNull();
    assertThat(catalog.projectByToken("")).isNull();
    assertThat(catalog.project(0)).isNull();
    assertThat(catalog.project(3)).isNull();
  }

  @Test
  final void aTokenBelongsToOneProject() throws IOException {
    catalog.createProject("Shop", "phc_a", NOON);
    assertThatThrownBy(() -> catalog.createProject("Blog", "phc_a", NOON))
        .isInstanceOf(IllegalStateException.class);
    assertThat(catalog.projects()).hasSize(1);
    assertThat(catalog.createProject("Blog", "phc_b", NOON).id()).isEqualTo(2);
  }

  @Test
  final void aChangeOfSettingsRaisesTheirVersionAndIsKept() throws IOException {
    Project project = catalog.createProject("Shop", "phc_a", NOON);
    Project other = catalog.createProject("Blog", "phc_b", NOON);
    assertThat(catalog.projectByToken("phc_a")).isEqualTo(project);
    assertThat(project.settings()).isEqualTo(Settings.STANDARD);
    Project changed = catalog.changeSettings(1, 1, SETTINGS);
    assertThat(changed)
        .isEqualTo(new Project(1, "Shop", "phc_a", project.createdAt(), 2, SETTINGS));
    assertThat(catalog.atHand("phc_a")).isIn(null, changed);
    assertThat(catalog.projectByToken("phc_a")).isEqualTo(changed);
    assertThat(catalog.atHand("phc_a")).isIn(null, changed);
    assertThat(catalog.atHand("phc_none")).isNull();
    catalog.close();
    catalog = open();
    assertThat(catalog.projects()).containsExactly(changed, other);
    assertThat(catalog.changeSettings(1, 2, Settings.STANDARD))
        .isEqualTo(new Project(1, "Shop", "phc_a", project.createdAt(), 3));
  }

  @Test
  final void aChangeOfSettingsThatOthersHaveChangedMeanwhileIsNotMade() throws IOException {
    catalog.createProject("Shop", "phc_a", NOON);
    Project changed = catalog.changeSettings(1, 1, SETTINGS);
    assertThat(catalog.changeSettings(1, 1, Settings.STANDARD)).isNull();
    assertThat(catalog.changeSettings(2, 1, SETTINGS)).isNull();
    assertThat(catalog.project(1)).isEqualTo(changed);
  }

  @Test
  final void aReplacedTokenIsGoodForAWhile() throws IOException {
    Project project = catalog.createProject("Shop", "phc_a", NOON);
    assertThat(catalog.projectByToken("phc_a")).isEqualTo(project);
    Project rotated = catalog.rotateToken(1, "phc_b", NOON.plusSeconds(60));
    assertThat(catalog.atHand("phc_a")).isNull();
    assertThat(rotated).isEqualTo(project.withToken("phc_b"));
    catalog.close();
    catalog = open();
    assertThat(catalog.projectByToken("phc_a")).isNull();
    assertThat(catalog.projectByToken("phc_a", NOON.plusSeconds(59))).isEqualTo(rotated);
    assertThat(catalog.projectByToken("phc_a", NOON.plusSeconds(60))).isNull();
    assertThat(catalog.projectByToken("phc_b", NOON)).isEqualTo(rotated);
    assertThat(catalog.projectByToken("phc_b")).isEqualTo(rotated);
    assertThat(catalog.projectByToken("phc_c", NOON)).isNull();
    assertThat(catalog.rotateToken(2, "phc_c", NOON)).isNull();
  }

  @Test
  final void noOlderTokenOutlivesTheOneReplacedLast() throws IOException {
    catalog.createProject("Shop", "phc_a", NOON);
    catalog.createProject("Blog", "phc_x", NOON);
    catalog.rotateToken(2, "phc_y", NOON.plusSeconds(60));
    catalog.rotateToken(1, "phc_b", NOON.plusSeconds(60));
    catalog.rotateToken(1, "phc_c", NOON);
    assertThat(catalog.projectByToken("phc_a", NOON)).isNull();
    assertThat(catalog.projectByToken("phc_b", NOON)).isNull();
    assertThat(catalog.projectByToken("phc_x", NOON)).isNotNull();
  }

  @Test
  final void aTokenThatWasInUseIsNeverAnothers() throws IOException {
    catalog.createProject("Shop", "phc_a", NOON);
    catalog.createProject("Blog", "phc_x", NOON);
    Project rotated = catalog.rotateToken(1, "phc_b", NOON);
    assertThatThrownBy(() -> catalog.createProject("Other", "phc_a", NOON))
        .isInstanceOf(IllegalStateException.class);
    for (String used : List.of("phc_a", "phc_b", "phc_x")) {
      assertThatThrownBy(() -> catalog.rotateToken(1, used, NOON.plusSeconds(60)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(catalog.project(1)).isEqualTo(rotated);
    assertThat(catalog.projectByToken("phc_a", NOON)).isNull();
  }

  @Test
  final void aKeyIsFoundByItsHash() throws IOException {
    ApiKey key = catalog.addKey("ab12", "laptop", NOON);
    ApiKey other = catalog.addKey("cd34", "server", NOON.plusSeconds(1));
    assertThat(key.hash()).isEqualTo("ab12");
    assertThat(key.label()).isEqualTo("laptop");
    assertThat(key.createdAt()).isEqualTo(NOON);
    assertThat(key.id()).isNotEqualTo(other.id());
    assertThat(catalog.keyByHash("ab12")).isEqualTo(key);
    assertThat(catalog.keyByHash("AB12")).isNull();
    assertThat(catalog.keys()).containsExactly(key, other);
  }

  @Test
  final void aKeyIsKeptOnce() throws IOException {
    catalog.addKey("ab12", "laptop", NOON);
    assertThatThrownBy(() -> catalog.addKey("ab12", "again", NOON))
        .isInstanceOf(IllegalStateException.class);
    assertThat(catalog.keys()).hasSize(1);
  }

  @Test
  final void aKeyKeepsItsScopeItsProjectsAndItsLastUse() throws IOException {
    assertThat(catalog.addKey("ab12", "laptop", NOON).opensAll(Scope.ADMIN)).isTrue();
    ApiKey key = catalog.addKey("cd34", "report", Scope.READ, Set.of(1, 23), NOON);
    catalog.keyUsed(key.id(), NOON.plusSeconds(9));
    catalog.close();
    catalog = open();
    assertThat(catalog.keyByHash("cd34"))
        .isEqualTo(new ApiKey(
            key.id(),
            "cd34",
            "report",
            NOON,
            Scope.READ,
            Set.of(1, 23),
            null,
            NOON.plusSeconds(9)));
    assertThat(catalog.keyByHash("ab12"))
        .satisfies(other -> assertThat(other.lastUsedAt()).isNull());
  }

  @Test
  final void aRevokedKeyOpensNothingAndIsStillListed() throws IOException {
    ApiKey key = catalog.addKey("ab12", "laptop", NOON);
    catalog.revokeKey(key.id(), NOON.plusSeconds(1));
    catalog.revokeKey(key.id(), NOON.plusSeconds(2));
    catalog.revokeKey(key.id() + 1, NOON);
    assertThat(catalog.keyByHash("ab12")).isNull();
    assertThat(catalog.keys())
        .singleElement()
        .satisfies(kept -> assertThat(kept.revokedAt()).isEqualTo(NOON.plusSeconds(1)))
        .satisfies(kept -> assertThat(kept.opensAll(Scope.READ)).isFalse());
    assertThatThrownBy(() -> catalog.addKey("ab12", "again", NOON))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  final void aDeletedProjectIsNobodysAndItsIdIsNeverGivenAgain() throws IOException {
    Project shop = catalog.createProject("Shop", "phc_a", NOON);
    Project blog = catalog.createProject("Blog", "phc_b", NOON);
    catalog.rotateToken(2, "phc_c", NOON.plusSeconds(9));
    ApiKey its = catalog.addKey("ab12", "its", Scope.ADMIN, Set.of(2), NOON);
    ApiKey both = catalog.addKey("cd34", "both", Scope.READ, Set.of(1, 2), NOON);
    DeletedProject deleted = new DeletedProject(2, new UUID(4, 5), 9, NOON.plusSeconds(1));

    assertThat(catalog.deleteProject(deleted)).isTrue();
    assertThat(catalog.deleteProject(deleted)).isFalse();
    catalog.close();
    catalog = open();

    assertThat(catalog.projects()).containsExactly(shop);
    assertThat(catalog.project(blog.id())).isNull();
    assertThat(catalog.projectByToken("phc_b", NOON)).isNull();
    assertThat(catalog.projectByToken("phc_c", NOON)).isNull();
    assertThat(catalog.keyByHash(its.hash())).isNull();
    assertThat(catalog.keyByHash(both.hash())).isEqualTo(both);
    assertThat(catalog.deletedProjects()).containsExactly(deleted);
    assertThat(catalog.createProject("Third", "phc_d", NOON).id()).isEqualTo(3);
  }

  @Test
  final void theLastProjectStays() throws IOException {
    Project shop = catalog.createProject("Shop", "phc_a", NOON);
    assertThat(catalog.deleteProject(new DeletedProject(1, new UUID(4, 5), 9, NOON)))
        .isFalse();
    assertThat(catalog.deleteProject(new DeletedProject(7, new UUID(4, 5), 9, NOON)))
        .isFalse();
    assertThat(catalog.projects()).containsExactly(shop);
  }

  @Test
  final void everythingIsThereWhenOpenedAgain() throws IOException {
    Project project = catalog.createProject("Shop", "phc_a", NOON);
    ApiKey key = catalog.addKey("ab12", "laptop", NOON);
    catalog.close();
    catalog = open();
    assertThat(catalog.projects()).containsExactly(project);
    assertThat(catalog.keys()).containsExactly(key);
    assertThat(catalog.createProject("Blog", "phc_b", NOON).id()).isEqualTo(2);
  }

  @Test
  final void aChangeIsSeenFromAnotherThreadAtOnce() throws Exception {
    Project project = catalog.createProject("Shop", "phc_a", NOON);
    Project[] found = new Project[1];
    Thread other = new Thread(() -> {
      try {
        found[0] = catalog.projectByToken("phc_a");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    other.start();
    other.join();
    assertThat(found[0]).isEqualTo(project);
  }
}
