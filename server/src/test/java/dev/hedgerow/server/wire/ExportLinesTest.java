package dev.hedgerow.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hedgerow.server.event.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportLinesTest {
  private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e", "f");

  @TempDir
  Path folder;

  private static String csv(@Nullable Object... cells) throws IOException {
    List<String> columns = COLUMNS.subList(0, cells.length);
    return new String(ExportLines.CSV.lines(columns, List.of(Arrays.asList(cells))), UTF_8);
  }

  @Test
  void aLineOfNdjsonIsOneObject() throws IOException {
    List<@Nullable Object> row = Arrays.asList(
        "x\n\"",
        null,
        3L,
        Instant.parse("2026-03-01T12:00:00Z"),
        new JsonText("{\"k\":1.0}"),
        Map.of("0", "g"));
    assertThat(ExportLines.NDJSON.head(COLUMNS)).isEmpty();
    assertThat(new String(ExportLines.NDJSON.lines(COLUMNS, List.of(row, row)), UTF_8))
        .isEqualTo(("{\"a\":\"x\\n\\\"\",\"b\":null,\"c\":3,\"d\":\"2026-03-01T12:00:00.000000Z\","
                + "\"e\":{\"k\":1.0},\"f\":{\"0\":\"g\"}}\n")
            .repeat(2));
  }

  @Test
  void csvHasALineOfNamesAndQuotesWhatNeedsIt() throws IOException {
    assertThat(new String(ExportLines.CSV.head(COLUMNS), UTF_8)).isEqualTo("a,b,c,d,e,f\r\n");
    UUID uuid = UUID.fromString("ed61ac20-e164-59aa-bdb5-5ec5c468daf3");
    assertThat(csv(uuid, null, "", 3L, true, new JsonText("{\"k\":\"a,b\"}")))
        .isEqualTo(
            "\"ed61ac20-e164-59aa-bdb5-5ec5c468daf3\",,\"\",3,true,\"{\"\"k\"\":\"\"a,b\"\"}\"\r\n");
    assertThat(csv("a,b", "two\r\nlines", "say \"x\"", " "))
        .isEqualTo("\"a,b\",\"two\r\nlines\",\"say \"\"x\"\"\",\" \"\r\n");
  }

  @Test
  void noCellOfCsvIsAFormula() throws IOException {
    for (String begin : List.of("=", "+", "-", "@", "\t", "\r", "\n")) {
      String text = begin + "cmd|' /C calc'!A0";
      assertThat(csv(text))
          .satisfiesAnyOf(
              line -> assertThat(line).startsWith("'" + begin),
              line -> assertThat(line).startsWith("\"'" + begin));
    }
    assertThat(csv("a=1", "x", -3L)).isEqualTo("a=1,x,-3\r\n");
  }

  @Test
  void anExportThatBrokeOffGoesOnAfterItsLastWholeLine() throws IOException {
    Path file = folder.resolve("events.ndjson.part");
    Files.writeString(
        file,
        "{\"uuid\":\"u1\",\"created_at\":\"t1\"}\n{\"uuid\":\"u2\",\"created_at\":\"t2\"}\n{\"uu");
    assertThat(ExportPlace.trimmed(file, "events")).isEqualTo("t2_u2");
    assertThat(Files.readString(file)).endsWith("\"t2\"}\n");
    Files.writeString(
        file, "{\"id\":\"p\",\"distinct_ids\":[\"a\",\"" + "b".repeat(200_000) + "\"]}\n");
    assertThat(ExportPlace.trimmed(file, "persons")).isEqualTo("p_" + "b".repeat(200_000));
    Files.writeString(file, "{\"index\":2,\"key\":null}\n");
    assertThat(ExportPlace.trimmed(file, "groups")).isEqualTo("2_");
    Files.writeString(file, "{\"index\":2");
    assertThat(ExportPlace.trimmed(file, "groups")).isEmpty();
    assertThat(file).isEmptyFile();
  }
}
