package dev.hedgerow.server;

import com.sun.management.OperatingSystemMXBean;
import dev.hedgerow.server.event.Limits;
import dev.hedgerow.server.http.Paths;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server is started with.
 *
 * @param host the address to bind to
 * @param port 0 for any free one
 * @param data the folder that holds everything; made if missing
 * @param bufferDelay how long an event waits for its person, zero to switch the buffer off
 * @param projectToken the first project's token, or null to make one; only at first start
 * @param apiKey the first personal API key, or null to make one; only at first start
 * @param paths where browsers find the snippet beside the usual paths
 * @param geoip the database of places, or null for one in the data folder, if any
 * @param diskBudget bytes that all data together may take, 0 for any
 * @param queryMegabytes memory that the event store's engine may use beside the program's own heap
 */
public record Config(
    String host,
    int port,
    Path data,
    Duration bufferDelay,
    @Nullable String projectToken,
    @Nullable String apiKey,
    Limits limits,
    Paths paths,
    @Nullable Path geoip,
    long diskBudget,
    int queryMegabytes) {
  private static final int QUERY_MEGABYTES_LEAST = 256;
  private static final Pattern TOKEN = Pattern.compile("phc_[A-Za-z0-9_-]{4,60}");
  private static final Pattern KEY = Pattern.compile("phx_[A-Za-z0-9_-]{16,124}");

  public Config {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("expected a port from 0 to 65535 but found " + port);
    }
    if (bufferDelay.isNegative() || bufferDelay.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "expected a buffer delay from 0 to 1 day but found " + bufferDelay);
    }
    if (diskBudget < 0) {
      throw new IllegalArgumentException(
          "expected a disk budget of 0 bytes or more but found " + diskBudget);
    }
    if (queryMegabytes < QUERY_MEGABYTES_LEAST) {
      throw new IllegalArgumentException(
          "expected a query memory of 256 MB or more but found " + queryMegabytes + " MB");
    }
    if (projectToken != null && !TOKEN.matcher(projectToken).matches()) {
      throw new IllegalArgumentException(
          "expected a project token of phc_ and 4 to 60 letters, digits, _ or -");
    }
    if (apiKey != null && !KEY.matcher(apiKey).matches()) {
      throw new IllegalArgumentException(
          "expected an API key of phx_ and 16 to 124 letters, digits, _ or -");
    }
  }

  /** Returns what the program starts with when nothing is said, on that data folder. */
  public static Config standard(Path data) {
    return new Config(
        "127.0.0.1",
        8000,
        data,
        Duration.ofSeconds(60),
        null,
        null,
        Limits.STANDARD,
        Paths.STANDARD,
        null,
        0,
        standardQueryMegabytes());
  }

  /** Returns a quarter of the machine's memory, but at least 256 MB and at most 1 GB. */
  static int standardQueryMegabytes() {
    long quarter =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 22;
    return (int) Math.max(QUERY_MEGABYTES_LEAST, Math.min(quarter, 1_024));
  }

  /** Returns the same with another port. */
  public Config withPort(int other) {
    return new Config(
        host,
        other,
        data,
        bufferDelay,
        projectToken,
        apiKey,
        limits,
        paths,
        geoip,
        diskBudget,
        queryMegabytes);
  }

  /** Returns the same with another buffer delay. */
  public Config withBufferDelay(Duration other) {
    return new Config(
        host,
        port,
        data,
        other,
        projectToken,
        apiKey,
        limits,
        paths,
        geoip,
        diskBudget,
        queryMegabytes);
  }

  /** Returns the same with a project token and an API key for the first start. */
  public Config withSecrets(String token, String key) {
    return new Config(
        host,
        port,
        data,
        bufferDelay,
        token,
        key,
        limits,
        paths,
        geoip,
        diskBudget,
        queryMegabytes);
  }

  /** Returns the same with other paths for browsers. */
  public Config withPaths(Paths other) {
    return new Config(
        host,
        port,
        data,
        bufferDelay,
        projectToken,
        apiKey,
        limits,
        other,
        geoip,
        diskBudget,
        queryMegabytes);
  }

  /** Returns the same with a database of places. */
  public Config withGeoip(Path file) {
    return new Config(
        host,
        port,
        data,
        bufferDelay,
        projectToken,
        apiKey,
        limits,
        paths,
        file,
        diskBudget,
        queryMegabytes);
  }

  /** Returns the same with a budget for all data, in bytes. */
  public Config withDiskBudget(long bytes) {
    return new Config(
        host,
        port,
        data,
        bufferDelay,
        projectToken,
        apiKey,
        limits,
        paths,
        geoip,
        bytes,
        queryMegabytes);
  }
}
