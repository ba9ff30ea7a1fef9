package dev.hedgerow.server;

import dev.hedgerow.server.embedded.Backup;
import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.embedded.FolderInUseException;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.process.Shredder;
import dev.hedgerow.server.process.StoreWriter;
import dev.hedgerow.server.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hedgerow backup DIR}: by the running server if there is one, else by itself. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "Backs the data folder up into an empty folder, while the server runs or not.")
final class BackupCommand implements Callable<Integer> {
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final int BLOCKS_A_WRITE = 64;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  @Parameters(paramLabel = "DIR", description = "New or empty folder for the backup.")
  private Path folder = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HEDGEROW_DATA:-hedgerow-data}",
      description = "Data folder to back up; HEDGEROW_DATA, default ./hedgerow-data")
  private Path data = Path.of("");

  @Spec
  private @Nullable CommandSpec spec;

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.exists(data.resolve("state.db"))) {
      throw new IOException(
          "expected a data folder in " + data.toAbsolutePath() + " but found none");
    }
    Path target = folder.toAbsolutePath().normalize();
    try (EmbeddedBackend backend = EmbeddedBackend.open(data, Limits.STANDARD)) {
      Backup backup = Backup.begin(backend, target);
      StoreWriter store = new StoreWriter(backend.state(), backend.events(), BLOCKS_A_WRITE);
      new Shredder(backend.log(), backend.state(), store).finish();
      backup.copyEvents();
      backup.copyRest();
    } catch (FolderInUseException e) {
      askServer(target);
    }
    if (spec != null) {
      spec.commandLine().getOut().println("Backed up into " + target);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private void askServer(Path target) throws IOException, InterruptedException {
    LocalCredential server = LocalCredential.read(data);
    byte[] body = Json.bytes(Map.of("folder", target.toString()));
    Map<String, @Nullable Object> answer = answer(request(server, "/api/local/backup")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    while ("running".equals(answer.get("state"))) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      answer = answer(request(server, "/api/local/backup_status"));
    }
    if (!"done".equals(answer.get("state"))) {
      throw new IOException(String.valueOf(answer.get("detail")));
    }
  }

  private static HttpRequest.Builder request(LocalCredential server, String path) {
    return HttpRequest.newBuilder(server.url().resolve(path))
        .timeout(ANSWER_WITHIN)
        .header("Authorization", "Bearer " + server.secret());
  }

  private Map<String, @Nullable Object> answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, @Nullable Object> body = Json.object(answer.body());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the server said: " + body.get("detail"));
    }
    return body;
  }
}
