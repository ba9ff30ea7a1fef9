package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Entry;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A capture with one project, {@code phc_test}, and its answers in words that tests can read. */
final class Told {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:05Z");
  static final Project PROJECT = new Project(1, "test", "phc_test", Instant.EPOCH, 3);

  private static final Capture CAPTURE = new Capture(
      Limits.STANDARD, token -> token.equals(PROJECT.token()) ? PROJECT : null, Told::salt);

  private Told() {}

  /** Returns the secret of a day: the day. */
  static byte[] salt(LocalDate day) {
    return day.toString().getBytes(StandardCharsets.UTF_8);
  }

  static CaptureRequest request(byte[] body) {
    return new CaptureRequest(
        "/batch", Map.of(), null, null, body, NOW, "203.0.113.9", "Mozilla/5.0 (a browser)");
  }

  static Intake take(CaptureRequest request) throws IOException {
    return CAPTURE.take(request, bytes -> {});
  }

  static Intake take(String json) throws IOException {
    return take(request(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the events of an intake that was not refused. */
  static List<Entry.Event> events(Intake intake) throws IOException {
    List<Entry.Event> events = new ArrayList<>();
    for (Entry entry : entries(intake)) {
      if (entry instanceof Entry.Event event) {
        events.add(event);
      }
    }
    return events;
  }

  /** Returns the warnings of an intake. */
  static List<Warning> warnings(Intake intake) throws IOException {
    List<Warning> warnings = new ArrayList<>();
    for (Entry entry : entries(intake)) {
      if (entry instanceof Entry.Refused refused) {
        warnings.add(refused.warning());
      }
    }
    return warnings;
  }

  /** Returns the one event of a batch that holds only this one. */
  static Entry.Event event(String json) throws IOException {
    List<Entry.Event> events = events(take("{\"api_key\":\"phc_test\",\"batch\":[" + json + "]}"));
    if (events.size() != 1) {
      throw new AssertionError("expected one event but found " + events);
    }
    return events.get(0);
  }

  private static List<Entry> entries(Intake intake) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (byte[] bytes : intake.entries()) {
      entries.add(EntryCodec.decode(bytes));
    }
    return entries;
  }
}
