package dev.hedgerow.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.query.CohortRows;
import dev.hedgerow.server.query.Uuids;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every keeper of the persons in cohorts promises. */
public abstract class CohortRowsContract {
  /** Opens it, with what earlier calls in the same test have kept. */
  protected abstract CohortRows open() throws IOException;

  private static Uuids persons(int... numbers) {
    Uuids all = new Uuids();
    for (int number : numbers) {
      all.add(id(number));
    }
    return all;
  }

  private static UUID id(int number) {
    return new UUID(number % 2 == 0 ? -number : number, 1);
  }

  private static List<UUID> inOrder(int... numbers) {
    Uuids all = persons(numbers);
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
        .map(all::at)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  @Test
  void holdsExactlyWhomItWasGivenLast() throws IOException {
    open().replace(1, 7, persons(1, 2, 3, 3));
    assertThat(open().persons(1, 7, null, 9)).isEqualTo(inOrder(1, 2, 3));

    open().replace(1, 7, persons(3, 4));
    assertThat(open().persons(1, 7, null, 9)).isEqualTo(inOrder(3, 4));

    open().replace(1, 7, persons());
    assertThat(open().persons(1, 7, null, 9)).isEmpty();
  }

  @Test
  void pagesGoOnAfterAPerson() throws IOException {
    open().replace(1, 7, persons(1, 2, 3, 4, 5));
    List<UUID> all = inOrder(1, 2, 3, 4, 5);

    assertThat(open().persons(1, 7, null, 2)).isEqualTo(all.subList(0, 2));
    assertThat(open().persons(1, 7, all.get(1), 9)).isEqualTo(all.subList(2, 5));
    assertThat(open().persons(1, 7, all.get(4), 9)).isEmpty();
  }

  @Test
  void cohortsAndProjectsAreApartAndDeletedOnesGo() throws IOException {
    open().replace(1, 7, persons(1));
    open().replace(1, 8, persons(2));
    open().replace(2, 9, persons(3));
    assertThat(open().persons(2, 7, null, 9)).isEmpty();

    open().retain(Set.of(8, 9));
    assertThat(open().persons(1, 7, null, 9)).isEmpty();
    assertThat(open().persons(1, 8, null, 9)).isEqualTo(inOrder(2));
    assertThat(open().persons(2, 9, null, 9)).isEqualTo(inOrder(3));

    open().retain(Set.of());
    assertThat(open().persons(2, 9, null, 9)).isEmpty();
  }
}
