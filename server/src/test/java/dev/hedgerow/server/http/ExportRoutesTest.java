package dev.hedgerow.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hedgerow.server.event.EventRow;
import dev.hedgerow.server.event.PersonMode;
import dev.hedgerow.server.query.ExportPage;
import dev.hedgerow.server.query.ParquetReads;
import dev.hedgerow.server.store.InMemoryExports;
import dev.hedgerow.server.store.OutboxBlock;
import dev.hedgerow.server.store.Rows;
import dev.hedgerow.server.store.Samples;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportRoutesTest {
  private static final String EVENTS = "/api/projects/1/export/events";

  @TempDir
  Path folder;

  private DoorOnTrial trial;

  @BeforeEach
  void open() throws IOException {
    trial = new DoorOnTrial();
  }

  @AfterEach
  void close() throws IOException {
    trial.close();
  }

  private void store(int count) throws IOException {
    List<EventRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new EventRow(
          1,
          Samples.uuid(i),
          "clicked",
          "id",
          Samples.NOON,
          Samples.NOON,
          Samples.uuid(7),
          Samples.NOON,
          PersonMode.FULL,
          Map.of(),
          Map.of("number", i),
          "",
          Map.of()));
    }
    trial.events.write(List.of(new OutboxBlock(
        1, new Rows(rows, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return trial.send(trial.to(path).header("Authorization", "Bearer " + DoorOnTrial.KEY));
  }

  @Test
  void allPagesAreStreamedAsOneBody() throws Exception {
    store(12_345);
    HttpResponse<String> answer = get(EVENTS + ".ndjson");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"events.ndjson\"");
    assertThat(answer.body().lines()).hasSize(12_345);
    assertThat(Json.object(answer.body().lines().findFirst().orElseThrow()))
        .containsEntry("uuid", Samples.uuid(0).toString());
    String csv = get(EVENTS + ".csv").body();
    assertThat(csv.lines()).hasSize(12_346);
    assertThat(csv).startsWith("uuid,event,distinct_id,timestamp,created_at,");
  }

  @Test
  void anExportGoesOnAfterAPlace() throws Exception {
    store(10);
    String place = URLEncoder.encode(Samples.NOON + "_" + Samples.uuid(7), StandardCharsets.UTF_8);
    assertThat(get(EVENTS + ".ndjson?after=" + place).body().lines()).hasSize(2);
    assertThat(get(EVENTS + ".ndjson?from=2027-01-01T00:00:00Z").body()).isEmpty();
    assertThat(get(EVENTS + ".ndjson?to=2027-01-01T00:00:00Z").body().lines()).hasSize(10);
  }

  @Test
  void whatCannotBeExportedIsRefused() throws Exception {
    assertThat(get("/api/projects/1/export/secrets.ndjson").statusCode()).isEqualTo(404);
    assertThat(get(EVENTS + ".xlsx").statusCode()).isEqualTo(404);
    assertThat(get(EVENTS + ".ndjson?after=nowhere").statusCode()).isEqualTo(400);
    assertThat(get(EVENTS + ".ndjson?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(
            get("/api/projects/1/export/persons.csv?from=2026-01-01T00:00:00Z").statusCode())
        .isEqualTo(400);
    assertThat(trial
            .send(trial
                .post(EVENTS + ".ndjson", "{}")
                .header("Authorization", "Bearer " + DoorOnTrial.KEY))
            .statusCode())
        .isEqualTo(405);
  }

  @Test
  void aBodyThatCannotGoOnBreaksOff() throws Exception {
    store(5);
    AtomicInteger pages = new AtomicInteger();
    trial.exports = export -> {
      if (pages.incrementAndGet() == 3) {
        throw new IOException("disk gone");
      }
      return new ExportPage(
          List.of(Arrays.asList(new Object[export.kind().columns().size()])), "on");
    };
    assertThatThrownBy(() -> get(EVENTS + ".ndjson")).isInstanceOf(IOException.class);
    trial.exports = new InMemoryExports(trial.events, trial.state, () -> true);
    assertThat(get(EVENTS + ".ndjson").body().lines()).hasSize(5);
  }

  @Test
  void aParquetFileSaysWhereTheNextBegins() throws Exception {
    Path file = folder.resolve("some.parquet");
    Files.writeString(file, "PAR1");
    trial.parquet = export -> {
      assertThat(export.rowsMax()).isEqualTo(trial.services.limits().parquetRowsMax());
      return new ParquetReads.Part(file, "2026_ü");
    };
    HttpResponse<String> answer = get(EVENTS + ".parquet");
    assertThat(answer.body()).isEqualTo("PAR1");
    assertThat(answer.headers().firstValue("Hedgerow-Next")).contains("2026_%C3%BC");
    assertThat(file).doesNotExist();
  }

  @Test
  void onlySoManyExportsRunAtOneTime() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    trial.exports = export -> {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return new ExportPage(List.of(), null);
    };
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < trial.services.limits().exportsMax(); i++) {
      Thread one = new Thread(() -> {
        try {
          get(EVENTS + ".ndjson");
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      one.start();
      running.add(one);
    }
    begun.await();
    HttpResponse<String> refused = get(EVENTS + ".ndjson");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    goOn.countDown();
    for (Thread one : running) {
      one.join();
    }
  }
}
