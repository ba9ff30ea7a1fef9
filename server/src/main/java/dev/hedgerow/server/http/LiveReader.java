package dev.hedgerow.server.http;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import org.xnio.IoUtils;

/**
 * One open live page. It is sent one message at a time, so that a slow one holds at most that one
 * and catches up from the feed; nothing waits for it. Only the pump's thread sends.
 */
final class LiveReader implements ServerSentEventConnection.EventCallback {
  private final ServerSentEventConnection connection;
  private final int projectId;
  private volatile boolean busy;

  private long sentAt;
  private long healthAt;
  private long seen;

  LiveReader(ServerSentEventConnection connection, int projectId, long healthAt) {
    this.connection = connection;
    this.projectId = projectId;
    this.healthAt = healthAt;
  }

  int projectId() {
    return projectId;
  }

  /** Returns the number of the last feed item it was given. */
  long seen() {
    return seen;
  }

  void sawUpTo(long number) {
    seen = number;
  }

  boolean isReady() {
    return !busy;
  }

  /** Returns whether the last message has been on its way for longer than that. */
  boolean isStuck(long now, long mostNanos) {
    return busy && now - sentAt > mostNanos;
  }

  /** Returns whether it was last told the health so long ago, and counts it as told if so. */
  boolean takesHealth(long now, long everyNanos) {
    if (now - healthAt < everyNanos) {
      return false;
    }
    healthAt = now;
    return true;
  }

  void send(String json, long now) {
    sentAt = now;
    busy = true;
    connection.send(json, this);
  }

  @Override
  public void done(ServerSentEventConnection same, String data, String event, String id) {
    busy = false;
  }

  @Override
  public void failed(
      ServerSentEventConnection same, String data, String event, String id, IOException e) {
    close();
  }

  void close() {
    IoUtils.safeClose(connection);
  }
}
