package dev.hedgerow.server;

import dev.hedgerow.server.embedded.Backup;
import dev.hedgerow.server.embedded.EmbeddedBackend;
import dev.hedgerow.server.embedded.folder.FolderInUseException;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.process.Shredder;
import dev.hedgerow.server.process.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    ServerClient server = ServerClient.of(data);
    Map<String, @Nullable Object> answer =
        server.ask("POST", "/api/local/backup", Map.of("folder", target.toString()));
    while ("running".equals(answer.get("state"))) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      answer = server.ask("GET", "/api/local/backup_status", null);
    }
    if (!"done".equals(answer.get("state"))) {
      throw new IOException(String.valueOf(answer.get("detail")));
    }
  }
}
