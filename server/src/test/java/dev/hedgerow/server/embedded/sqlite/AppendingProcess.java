package dev.hedgerow.server.embedded.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Appends to the log in the folder it is given until it is killed, and says what is durable. */
final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (SqliteLog log = SqliteLog.open(Path.of(arguments[0]))) {
      while (true) {
        long next = log.end() + 1;
        byte[] first = ("entry " + next).getBytes(UTF_8);
        byte[] second = ("entry " + (next + 1)).getBytes(UTF_8);
        System.out.println(log.append(List.of(first, second), Instant.EPOCH));
      }
    }
  }
}
