import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the resource out of the translated script: wrapped in a function that runs at once, so that no name leaks into the
 * page, with the version put in. Stops the build when the gzipped script outgrows its budget.
 *
 * <p>Arguments: the raw script, the resource, the version.
 */
final class Wrap {
  private static final int GZIPPED_MAX = 34 * 1024;

  public static void main(String[] arguments) throws IOException {
    String raw = Files.readString(Path.of(arguments[0]));
    String version = arguments[2];
    String script = "/*! Hedgerow "
        + version
        + " | Apache-2.0 */\n(function(){"
        + raw.replaceAll("(?m)^//# sourceMappingURL=.*$", "").trim().replace("@version@", version)
        + "\nmain([]);})();\n";
    Path resource = Path.of(arguments[1]);
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, script);
    check(script);
  }

  private static void check(String script) throws IOException {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    }
    System.out.println("array.js: " + zipped.size() + " bytes gzipped of at most " + GZIPPED_MAX
        + " (" + bytes.length + " raw)");
    if (zipped.size() > GZIPPED_MAX) {
      throw new IllegalStateException(
          "expected at most " + GZIPPED_MAX + " bytes gzipped but found " + zipped.size());
    }
  }
}
