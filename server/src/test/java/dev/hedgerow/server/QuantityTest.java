package dev.hedgerow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({"60s,PT60S", "2m,PT2M", "1h,PT1H", "500ms,PT0.5S", "0,PT0S", " 1.5s ,PT1.5S"})
  void delaysAreReadAsPeopleWriteThem(String text, Duration expected) {
    assertThat(Quantity.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "60", "1d", "ms"})
  void otherDelaysAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Quantity.duration(text)).hasMessageContaining("such as 60s");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "12KB,12000", "500mb,500000000", "20 GB,20000000000", "1TB,1000000000000"})
  void sizesAreReadAsPeopleWriteThem(String text, long expected) {
    assertThat(Quantity.bytes(text)).isEqualTo(expected);
  }
}
