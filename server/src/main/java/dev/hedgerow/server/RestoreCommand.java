package dev.hedgerow.server;

import dev.hedgerow.server.embedded.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hedgerow restore DIR}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "Makes an empty data folder of a backup, after checking every file of it.")
final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder of the backup.")
  private Path backup = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HEDGEROW_DATA:-hedgerow-data}",
      description = "New or empty data folder; HEDGEROW_DATA, default ./hedgerow-data")
  private Path data = Path.of("");

  @Option(
      names = "--erasures",
      paramLabel = "DIR",
      description = {
        "Data folder, or later backup, that knows who was erased since the backup was made;",
        "they are erased again."
      })
  private @Nullable Path erasures;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    int again = Restore.into(data, backup, erasures, Instant.now());
    if (spec != null) {
      spec.commandLine()
          .getOut()
          .println("Restored into " + data.toAbsolutePath().normalize()
              + (erasures == null
                  ? "; persons and projects erased since the backup are in it again"
                  : "; erasures done again at the next start: " + again));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
