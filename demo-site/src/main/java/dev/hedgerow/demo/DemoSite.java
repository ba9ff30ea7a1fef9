package dev.hedgerow.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running site: a web server of its own, before whose pages Hedgerow is at one of its paths. */
public final class DemoSite implements AutoCloseable {

  private static final int THREADS = 8;

  private final HttpServer http;
  private final ExecutorService workers;
  private final URI url;

  private DemoSite(HttpServer http, ExecutorService workers, String host) {
    this.http = http;
    this.workers = workers;
    this.url = URI.create("http://" + host + ":" + http.getAddress().getPort());
  }

  /**
   * Starts the site; it serves when this returns.
   *
   * @param signUps told of each sign-up before its visitor is answered
   * @throws IOException if the port is taken
   */
  public static DemoSite start(SiteConfig config, SignUps signUps) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
    ExecutorService workers = Executors.newFixedThreadPool(THREADS, DemoSite::worker);
    Relay relay = new Relay(config.analytics());
    Shop shop = new Shop(new Pages(config, relay), relay, signUps);
    http.setExecutor(workers);
    http.createContext("/", exchange -> handle(shop, exchange));
    http.start();
    return new DemoSite(http, workers, config.host());
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "fernhill");
    thread.setDaemon(true);
    return thread;
  }

  private static void handle(Shop shop, HttpExchange exchange) throws IOException {
    try (exchange) {
      shop.handle(new Exchange(exchange));
    }
  }

  /** Where the site is served, without a trailing slash. */
  public URI url() {
    return url;
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}
