import static java.util.stream.Collectors.joining;

import com.googlecode.pngtastic.core.processing.zopfli.Options;
import com.googlecode.pngtastic.core.processing.zopfli.Options.BlockSplitting;
import com.googlecode.pngtastic.core.processing.zopfli.Options.OutputFormat;
import com.googlecode.pngtastic.core.processing.zopfli.Zopfli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes the resources out of the script that the translator left: the one that every page loads, its parts, each as short as it
 * gets and with its gzipped twin, and {@code snippet.json}, which says what they are. Stops the build when the gzipped script
 * that every page loads outgrows its budget, when one makes code out of text, which a strict content security policy forbids,
 * or when one needs what was left out.
 *
 * <p>The search for names goes on from what an earlier one found, {@code src/build/names.txt}, and leaves what it found in a
 * file of that name in the build's folder. Where the program changed much it pays to search long and to keep that file.
 *
 * <p>Arguments: the build's folder, the file with names, the folder of the resources, the version, the budget in bytes, and how
 * many moves to try in search of better names, and the folder of what is handed on as it is written.
 */
final class Build {
  private static final Path SOURCES = Path.of("src/main/java/dev/hedgerow/snippet");
  private static final int WINDOW = 1 << 16;
  private static final int ROUNDS = 15;
  private static final String CORE = "array.js";
  private static final Pattern METHOD_OF_TYPE = Pattern.compile("\\.\\$[a-z]\\w*\\(");
  private static final Pattern CODE_FROM_TEXT = Pattern.compile("\\b(eval|Function)\\s*\\(");

  private Build() {}

  public static void main(String[] arguments) throws IOException {
    Path work = Path.of(arguments[0]);
    Path names = Path.of(arguments[1]);
    Path folder = Path.of(arguments[2]);
    String version = arguments[3];
    int most = Integer.parseInt(arguments[4]);
    int moves = Integer.parseInt(arguments[5]);
    Path written = Path.of(arguments[6]);
    String banner = "/*! Hedgerow | Apache-2.0 */\n";
    String raw = Files.readString(work.resolve("teavm/raw.js")).replace("@version@", version);
    Cut cut = Cut.of(raw, Files.readString(names));
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> script : cut.files().entrySet()) {
      boolean core = script.getKey().equals(CORE);
      Pack pack = new Pack(
          Shorten.shortened(script.getValue()),
          banner,
          core ? Files.readAllLines(names) : List.of(),
          cut.fields,
          core);
      if (core) {
        pack.search(moves);
        Files.write(work.resolve(names.getFileName()), pack.names());
      }
      files.put(script.getKey(), pack.text() + "\n");
    }
    files.put("module.js", banner + module(files.get(CORE).substring(banner.length())));
    files.put("stub.js", Shorten.plain(Files.readString(written.resolve("page/stub.js"))) + "\n");
    for (String name : List.of("array.d.ts", "module.d.ts")) {
      files.put(name, Files.readString(written.resolve("types").resolve(name)));
    }
    Files.createDirectories(folder);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      refuse(file.getValue());
      byte[] zipped = zipped(file.getValue());
      sizes.put(file.getKey(), zipped.length);
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
      Files.write(folder.resolve(file.getKey() + ".gz"), zipped);
    }
    Files.writeString(folder.resolve("snippet.json"), described(cut.build, files));
    System.out.println(table(files, sizes, most));
    System.out.println(shares(cut.rooms(SOURCES), sizes.get(CORE)));
    if (sizes.get(CORE) > most) {
      throw new IllegalStateException("expected at most " + most + " bytes gzipped but found "
          + sizes.get(CORE) + " in " + CORE);
    }
  }

  /**
   * The script as a module: the instance is its default, and a name too. A module knows its own address by other means; and
   * where there is no page, as when a site is rendered on a server, it does nothing.
   */
  private static String module(String script) {
    String own = script.replace("document.currentScript.src", "import.meta.url");
    if (own.equals(script)) {
      throw new IllegalStateException("expected the script to ask for its own address");
    }
    return "if(typeof window!=='undefined'){" + own
        + "}const posthog=globalThis.posthog;export{posthog,posthog as default};\n";
  }

  private static void refuse(String script) {
    if (script.contains("teavm_meta") || script.contains("javaException")) {
      throw new IllegalStateException(
          "expected no use of Java's class data and exceptions, which are left out, but found one");
    }
    if (METHOD_OF_TYPE.matcher(script).find()) {
      throw new IllegalStateException(
          "expected no call of an interface's method, whose class data are left out, but found one");
    }
    if (CODE_FROM_TEXT.matcher(script).find()) {
      throw new IllegalStateException("expected no code made from text but found eval or Function");
    }
  }

  private static String table(Map<String, String> files, Map<String, Integer> sizes, int most) {
    return CORE + ": " + sizes.get(CORE) + " bytes gzipped of at most " + most + "\n"
        + files.entrySet().stream()
            .map(file -> String.format(
                "  %-16s %6d gzipped %6d raw%n",
                file.getKey(),
                sizes.get(file.getKey()),
                file.getValue().getBytes(StandardCharsets.UTF_8).length))
            .collect(joining());
  }

  /** What each room adds to the script every page loads: its part of the bytes, each room zipped by itself. */
  private static String shares(Map<String, Integer> rooms, int zipped) {
    int all = rooms.values().stream().mapToInt(Integer::intValue).sum();
    return "array.js by room, gzipped:\n"
        + rooms.entrySet().stream()
            .map(room -> String.format(
                "  %-16s %6d %3d %%%n",
                room.getKey(), room.getValue() * zipped / all, room.getValue() * 100 / all))
            .collect(joining());
  }

  /** What the files are: the build they belong to, the parts, and a hash of each for {@code integrity}. */
  private static String described(String build, Map<String, String> files) {
    return "{\"build\":\"" + build + "\",\"parts\":["
        + files.keySet().stream()
            .filter(name -> !name.matches("(array|array\\.full|module|stub)\\.js|.*\\.d\\.ts"))
            .map(name -> "\"" + name.replace(".js", "") + "\"")
            .collect(joining(","))
        + "],\"integrity\":{"
        + files.entrySet().stream()
            .map(file -> "\"" + file.getKey() + "\":\"sha384-" + hash(file.getValue()) + "\"")
            .collect(joining(","))
        + "}}\n";
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-384").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java to know SHA-384", e);
    }
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    new Zopfli(WINDOW)
        .compress(
            new Options(OutputFormat.GZIP, BlockSplitting.FIRST, ROUNDS),
            text.getBytes(StandardCharsets.UTF_8),
            zipped);
    return zipped.toByteArray();
  }
}
