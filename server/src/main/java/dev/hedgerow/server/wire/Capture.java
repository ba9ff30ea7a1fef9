package dev.hedgerow.server.wire;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.event.Project;
import dev.hedgerow.server.event.Properties;
import dev.hedgerow.server.event.RejectedException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests to log entries (contract S 1). One event is in memory as objects at a time; each becomes
 * its entry's bytes at once. Safe from any thread.
 */
public final class Capture {
  private static final String ENGAGE = "/engage";
  private static final String RECORDINGS = "/s";

  private final Limits limits;
  private final Projects projects;
  private final EventTree strict;
  private final EventTree lenient;
  private final EventReader events;

  /** Makes a reader that finds projects and each day's secret there, and no clues. */
  public Capture(Limits limits, Projects projects, Salts salts) {
    this(limits, projects, salts, Clues.NONE);
  }

  /** Makes a reader that finds projects, each day's secret and clues there. */
  public Capture(Limits limits, Projects projects, Salts salts, Clues clues) {
    this.limits = limits;
    this.projects = projects;
    this.strict = new EventTree(limits, false);
    this.lenient = new EventTree(limits, true);
    this.events = new EventReader(limits, new Cookieless(salts), clues);
  }

  /**
   * Reads a capture request. The sender's mistakes are in the answer.
   *
   * @throws IOException if the projects cannot be read, or the allowance is used up
   */
  public Intake take(CaptureRequest request, Allowance allowance) throws IOException {
    Tally tally = new Tally(limits, request.receivedAt(), allowance);
    try {
      byte[] text = new Unwrapping(inflatedBytesMax(request), allowance).text(request);
      Envelope envelope = Envelope.read(text, strict, limits, request.path().equals(ENGAGE));
      Events read = new Events(text);
      String token = token(read, envelope);
      Project project = project(token);
      tally.of(project);
      tally.expect(envelope.events().size(), envelope.imported());
      requireAllowed(request, project);
      EventReader.Shared shared = shared(request, project, sentAt(request, envelope), envelope);
      for (JsonCuts.Cut cut : envelope.events()) {
        takeEvent(read, cut, token, envelope.token() == null, shared, tally);
      }
      return tally.intake();
    } catch (RejectedException e) {
      return tally.refused(e);
    }
  }

  /**
   * Reads a request of the newer protocol (contract S 1.11), where each event has an answer of its own.
   *
   * @param token the project's, or null
   * @param sentAt when the sender sent it, by the sender's clock, as the request says, or null
   * @throws IOException if the projects cannot be read, or the allowance is used up
   */
  public Verdicts takeVersionOne(
      CaptureRequest request, @Nullable String token, @Nullable String sentAt, Allowance allowance)
      throws IOException {
    Tally tally = new Tally(limits, request.receivedAt(), allowance);
    Map<String, Verdicts.Verdict> verdicts = new LinkedHashMap<>();
    try {
      Project project = project(Tokens.checked(token, limits));
      tally.of(project);
      requireAllowed(request, project);
      byte[] text = Encodings.plain(request, limits.inflatedBytesMax(), allowance);
      Envelope envelope = Envelope.read(text, strict, limits, false);
      tally.expect(envelope.events().size(), envelope.imported());
      EventReader.Shared shared = shared(request, project, Times.parse(sentAt), envelope);
      for (JsonCuts.Cut cut : envelope.events()) {
        takeVersionOne(text, cut, shared, tally, verdicts);
      }
      return new Verdicts(tally.whole(), verdicts);
    } catch (RejectedException e) {
      return new Verdicts(tally.refused(e), Map.of());
    }
  }

  private void takeVersionOne(
      byte[] text,
      JsonCuts.Cut cut,
      EventReader.Shared shared,
      Tally tally,
      Map<String, Verdicts.Verdict> verdicts)
      throws IOException {
    Map<String, @Nullable Object> raw = Map.of();
    Verdicts.Verdict verdict;
    try {
      raw = event(text, cut);
      EventReader.Sound sound = events.read(VersionOne.event(raw, limits), shared);
      tally.take(sound, raw);
      verdict = Verdicts.Verdict.of(sound);
    } catch (RejectedException e) {
      tally.refuse(e, raw);
      verdict = Verdicts.Verdict.drop(e.code());
    }
    if (raw.get("uuid") instanceof String uuid) {
      verdicts.putIfAbsent(uuid, verdict);
    }
  }

  private static EventReader.Shared shared(
      CaptureRequest request, Project project, @Nullable Instant sentAt, Envelope envelope) {
    return new EventReader.Shared(
        project,
        request.receivedAt(),
        sentAt,
        envelope.imported(),
        request.ip(),
        request.userAgent(),
        request.path().equals(ENGAGE),
        request.path().equals(RECORDINGS) ? new Recording() : null);
  }

  /**
   * Reads the JSON object of a request that asks something, with the wrappings of a capture request
   * (contract S 7.1); NaN and the infinities are null.
   *
   * @throws IOException if the allowance is used up
   */
  public Map<String, @Nullable Object> question(CaptureRequest request, Allowance allowance)
      throws RejectedException, IOException {
    byte[] text = new Unwrapping(inflatedBytesMax(request), allowance).text(request);
    JsonCuts cuts = new JsonCuts(text, 0, text.length);
    Object value = lenient.read(text, cuts.next());
    cuts.expectEnd();
    return object(value);
  }

  /** Returns the project of the token in such an object. */
  public Project projectOf(Map<String, @Nullable Object> question)
      throws RejectedException, IOException {
    return project(Tokens.checked(Tokens.ofTop(question), limits));
  }

  private Project project(String token) throws RejectedException, IOException {
    Project project = projects.byToken(token);
    if (project == null) {
      throw Tokens.unknown();
    }
    return project;
  }

  private static void requireAllowed(CaptureRequest request, Project project)
      throws RejectedException {
    if (!project.settings().allows(request.origin())) {
      throw new RejectedException(
          403,
          "origin_not_allowed",
          "expected a page of an origin that the project's settings allow",
          null);
    }
  }

  /** Returns the envelope's token, or else the one token that the events name. */
  private String token(Events read, Envelope envelope) throws RejectedException {
    if (envelope.token() != null) {
      return Tokens.checked(envelope.token(), limits);
    }
    RejectedException unreadable = null;
    String found = null;
    for (JsonCuts.Cut cut : envelope.events()) {
      try {
        found = Tokens.ofEvent(read.at(cut));
      } catch (RejectedException e) {
        unreadable = unreadable == null ? e : unreadable;
      }
      if (found != null) {
        return Tokens.checked(found, limits);
      }
    }
    throw unreadable == null ? Tokens.missing() : unreadable;
  }

  private int inflatedBytesMax(CaptureRequest request) {
    return request.path().equals(RECORDINGS)
        ? limits.recordingBytesMax()
        : limits.inflatedBytesMax();
  }

  private static @Nullable Instant sentAt(CaptureRequest request, Envelope envelope) {
    Instant sentAt = Times.parse(envelope.sentAt());
    sentAt = sentAt == null ? Times.unixMillis(request.parameter("_")) : sentAt;
    return sentAt == null ? Times.unixMillis(request.parameter("sent_at")) : sentAt;
  }

  private void takeEvent(
      Events read,
      JsonCuts.Cut cut,
      String token,
      boolean ownTokens,
      EventReader.Shared shared,
      Tally tally)
      throws RejectedException, IOException {
    Map<String, @Nullable Object> raw = Map.of();
    try {
      raw = read.at(cut);
      if ("$performance_event".equals(raw.get("event"))) {
        tally.removed();
        return;
      }
      tally.take(events.read(raw, shared), raw);
    } catch (RejectedException e) {
      tally.refuse(e, raw);
    }
    String own = ownTokens ? Tokens.ofEvent(raw) : null;
    if (own != null && !own.strip().equals(token)) {
      throw Tokens.several();
    }
  }

  /** The events of one request. The one read last is kept: it is asked for its token first. */
  private final class Events {
    private final byte[] text;
    private JsonCuts.@Nullable Cut last;
    private Map<String, @Nullable Object> read = Map.of();

    Events(byte[] text) {
      this.text = text;
    }

    Map<String, @Nullable Object> at(JsonCuts.Cut cut) throws RejectedException {
      if (!cut.equals(last)) {
        read = event(text, cut);
        last = cut;
      }
      return read;
    }
  }

  private Map<String, @Nullable Object> event(byte[] text, JsonCuts.Cut cut)
      throws RejectedException {
    if (cut.length() > limits.eventBytesMax()) {
      throw new RejectedException(
          413,
          "event_too_large",
          "maximum event size exceeded: expected at most " + limits.eventBytesMax()
              + " bytes but found " + cut.length(),
          null);
    }
    return object(strict.event(text, cut));
  }

  private static Map<String, @Nullable Object> object(@Nullable Object value)
      throws RejectedException {
    if (!(value instanceof Map<?, ?>)) {
      throw new RejectedException("not_an_object", "expected a JSON object");
    }
    return Properties.object(Map.of("it", value), "it");
  }
}
