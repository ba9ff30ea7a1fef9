package dev.hedgerow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramsFoundTest {

  @Test
  void missingProgramLeavesTestsOutWhereNothingIsRequired() {
    assertThat(ProgramsFound.decide("tests", List.of(Program.NPM), false).isDisabled())
        .isTrue();
  }

  @Test
  void missingProgramIsNoExcuseWhereItIsRequired() {
    assertThat(ProgramsFound.decide("tests", List.of(Program.NPM), true).isDisabled())
        .isFalse();
  }

  @Test
  void nothingIsLeftOutWhereAllAreFound() {
    assertThat(ProgramsFound.decide("tests", List.of(), false).isDisabled()).isFalse();
  }
}
