package dev.hedgerow.demo;

import dev.hedgerow.server.Config;
import dev.hedgerow.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.logging.LogManager;

/**
 * Starts a Hedgerow server and the site that it watches, side by side on two ports, until stopped.
 *
 * <p>The ports are 8000 and 8080 and the data goes to {@code ./hedgerow-data}; the environment
 * variables {@code HEDGEROW_PORT}, {@code HEDGEROW_DATA} and {@code DEMO_PORT} say otherwise.
 */
public final class Main {

  private Main() {}

  /** Returns once both serve; they go on until the process is told to stop. */
  public static void main(String[] arguments) throws IOException {
    readLoggingFormat();
    Config config = Config.standard(Path.of(setting("HEDGEROW_DATA", "hedgerow-data")))
        .withPort(Integer.parseInt(setting("HEDGEROW_PORT", "8000")));
    Server server = Server.start(config, Clock.systemUTC(), System::nanoTime);
    SiteConfig site = SiteConfig.local(server.url(), server.project().token())
        .withPort(Integer.parseInt(setting("DEMO_PORT", "8080")));
    SdkSignUps signUps = new SdkSignUps(site);
    DemoSite demo;
    try {
      demo = DemoSite.start(site, signUps);
    } catch (IOException e) {
      server.close();
      throw new IOException("expected port " + site.port() + " to be free (DEMO_PORT)", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, signUps, server), "stop"));
    print(server, demo);
  }

  /** What the server logs looks here as it does when the server runs alone. */
  private static void readLoggingFormat() throws IOException {
    try (InputStream format = Server.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(format);
    }
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static void stop(DemoSite demo, SdkSignUps signUps, Server server) {
    demo.close();
    signUps.close();
    server.close();
  }

  private static void print(Server server, DemoSite demo) {
    String key = server.apiKey();
    System.out.printf(
        """

            Fernhill, the demo site   %s
            Hedgerow, the server      %s
            Its live page             %s   (works once)
            API key                   %s

            Walk through the site and watch the live page. Ctrl-C stops both.
            %n""",
        demo.url(),
        server.url(),
        server.pageUrl(),
        key == null ? "made at the first start, kept hashed" : key + "   (shown this once)");
  }
}
