package dev.hedgerow.server;

import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.http.Paths;
import dev.hedgerow.server.http.SnippetTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code java -jar hedgerow.jar}. */
@Command(
    name = "hedgerow",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      BackupCommand.class,
      RestoreCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DiskCommand.class,
      ProjectCommand.class,
      KeyCommand.class,
      DemoCommand.class
    },
    sortOptions = false,
    description = {
      "Autocapture product analytics in one process.",
      "",
      "Without arguments it serves http://127.0.0.1:8000, keeps its data in ./hedgerow-data,"
          + " and prints the snippet to paste and the link to the live page."
    },
    footer = {
      "",
      "Every option may also be given as the environment variable named with it; the option wins.",
      "Stop it with Ctrl-C or SIGTERM: what was accepted is kept, and it exits with 0.",
      "Exit codes: 0 stopped in order, 1 could not start, 2 wrong arguments."
    })
final class Main implements Callable<Integer> {
  /** How long stopping in order may take before the rest is left to the next start. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:HEDGEROW_HOST:-127.0.0.1}",
      description = {
        "Address to listen on; 0.0.0.0 for all. Put TLS in front of anything but loopback.",
        "  HEDGEROW_HOST, default 127.0.0.1"
      })
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:HEDGEROW_PORT:-8000}",
      description = {"Port to listen on; 0 for any free one.", "  HEDGEROW_PORT, default 8000"})
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HEDGEROW_DATA:-hedgerow-data}",
      description = {
        "Folder that holds all data; made if missing. One process at a time.",
        "  HEDGEROW_DATA, default ./hedgerow-data"
      })
  private Path data = Path.of("");

  @Option(
      names = "--buffer-delay",
      paramLabel = "TIME",
      defaultValue = "${env:HEDGEROW_BUFFER_DELAY:-60s}",
      description = {
        "How long an event whose person is not known yet waits for an $identify,",
        "such as 60s, 2m or 500ms; 0 switches the buffer off.",
        "  HEDGEROW_BUFFER_DELAY, default 60s"
      })
  private String bufferDelay = "";

  @Option(
      names = "--project-token",
      paramLabel = "phc_...",
      defaultValue = "${env:HEDGEROW_PROJECT_TOKEN}",
      description = {
        "Token of the first project instead of a random one.",
        "Only at the first start.",
        "  HEDGEROW_PROJECT_TOKEN"
      })
  private @Nullable String projectToken;

  @Option(
      names = "--api-key",
      paramLabel = "phx_...",
      defaultValue = "${env:HEDGEROW_API_KEY}",
      description = {
        "First personal API key, kept hashed, instead of a random one.",
        "Only at the first start. Prefer the variable: others on the machine",
        "can read arguments.",
        "  HEDGEROW_API_KEY"
      })
  private @Nullable String apiKey;

  @Option(
      names = "--script-path",
      paramLabel = "PATH",
      defaultValue = "${env:HEDGEROW_SCRIPT_PATH}",
      description = {
        "Path under which the first project's script is found too, such as /js/site.js,",
        "for sites whose visitors block the usual ones.",
        "  HEDGEROW_SCRIPT_PATH"
      })
  private @Nullable String scriptPath;

  @Option(
      names = "--ingest-path",
      paramLabel = "PATH",
      defaultValue = "${env:HEDGEROW_INGEST_PATH}",
      description = {
        "Path behind which all that the snippet asks for is found too, such as /collect;",
        "the api_host of a page ends with it then.",
        "  HEDGEROW_INGEST_PATH"
      })
  private @Nullable String ingestPath;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:HEDGEROW_LOG_FORMAT:-text}",
      description = {
        "How the program's own log is written: text, or json with an object a line.",
        "  HEDGEROW_LOG_FORMAT, default text"
      })
  private LogFormat logFormat = LogFormat.text;

  @Option(
      names = "--geoip",
      paramLabel = "FILE",
      defaultValue = "${env:HEDGEROW_GEOIP}",
      description = {
        "MaxMind database (.mmdb) that tells where an address is.",
        "  HEDGEROW_GEOIP, default the first *.mmdb in the data folder, else off"
      })
  private @Nullable String geoip;

  @Option(
      names = "--disk-budget",
      paramLabel = "SIZE",
      defaultValue = "${env:HEDGEROW_DISK_BUDGET:-0}",
      description = {
        "What all data together may take, such as 500MB or 20GB: beyond it the oldest day of",
        "events is forgotten, and the next, but none of the last three; 0 for any.",
        "  HEDGEROW_DISK_BUDGET, default 0"
      })
  private String diskBudget = "";

  @Option(
      names = "--query-memory",
      paramLabel = "SIZE",
      defaultValue = "${env:HEDGEROW_QUERY_MEMORY}",
      description = {
        "What the event store's engine may use beside the program's heap, such as 512MB or 1GB;",
        "a question that needs more fails alone.",
        "  HEDGEROW_QUERY_MEMORY, default a quarter of the machine's, from 256MB to 1GB"
      })
  private @Nullable String queryMemory;

  @Spec
  private @Nullable CommandSpec spec;

  private Main() {}

  /** Starts the server, or says what is wrong with the arguments. */
  public static void main(String[] args) {
    readLoggingFormat();
    int code = commandLine().execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Returns the command line, for starting and for printing its help. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("hedgerow: " + failure.getMessage());
          return 1;
        });
  }

  @Override
  public Integer call() throws IOException {
    logFormat.use();
    Server server = Server.start(config(), Clock.systemUTC(), System::nanoTime);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              server.stop(STOP_WITHIN);
              Runtime.getRuntime().halt(0);
            },
            "hedgerow-stop"));
    PrintWriter out = command().commandLine().getOut();
    out.print(banner(server));
    out.flush();
    return 0;
  }

  private Config config() {
    try {
      return new Config(
          host,
          port,
          data,
          Quantity.duration(bufferDelay),
          emptyToNull(projectToken),
          emptyToNull(apiKey),
          Limits.STANDARD,
          new Paths(emptyToNull(scriptPath), emptyToNull(ingestPath)),
          emptyToNull(geoip) == null ? null : Path.of(geoip),
          Quantity.bytes(diskBudget),
          queryMegabytes());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int queryMegabytes() {
    String memory = emptyToNull(queryMemory);
    return memory == null
        ? Config.standardQueryMegabytes()
        : (int) Math.min(Integer.MAX_VALUE, Quantity.bytes(memory) / 1_000_000);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("expected to be run by its command line");
    }
    return spec;
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** Returns what is printed once the server is ready. */
  static String banner(Server server) {
    String key = server.apiKey();
    return """

        Hedgerow is ready at %s

          Live page      %s   (works once)
          Project        %d, token %s
          API key        %s
          Data           %s

        Paste this into every page, before </head>:

        %s
        """.formatted(
            server.url(),
            server.pageUrl(),
            server.project().id(),
            server.project().token(),
            key == null ? "made at the first start, kept hashed" : key + "   (shown this once)",
            server.data().toAbsolutePath().normalize(),
            SnippetTag.html(server.url().toString(), server.project().token(), server.paths())
                .indent(2));
  }

  private static void readLoggingFormat() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (InputStream in = Main.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(in);
    } catch (IOException e) {
      throw new IllegalStateException("expected the logging format in the jar", e);
    }
  }

  /** Tells the version the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"hedgerow " + (version == null ? "(built from source)" : version)};
    }
  }
}
