import static java.util.stream.Collectors.joining;

import com.google.debugging.sourcemap.SourceMapConsumerV3;
import com.google.debugging.sourcemap.SourceMapParseException;
import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.Environment;
import com.google.javascript.jscomp.CompilerOptions.LanguageMode;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.WarningLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the resource out of the translated script: shortened, wrapped in a function that runs at once, so that no name
 * leaks into the page, with the version put in. Stops the build when the gzipped script outgrows its budget, when it makes
 * code out of text, which a strict content security policy forbids, or when it needs what was left out of it.
 *
 * <p>Arguments: the raw script (its source map beside it), the resource, the version.
 */
final class Wrap {
  private static final int GZIPPED_MAX = 20 * 1024;
  private static final String ROOMS = "dev/hedgerow/snippet/";
  private static final Pattern CODE_FROM_TEXT = Pattern.compile("\\b(eval|Function)\\s*\\(");

  private Wrap() {}

  public static void main(String[] arguments) throws IOException, SourceMapParseException {
    Path raw = Path.of(arguments[0]);
    String version = arguments[2];
    String translated = Files.readString(raw);
    String script = "/*! Hedgerow " + version + " | Apache-2.0 */\n(function(){"
        + shortened(entered(trimmed(translated), version)) + "})();\n";
    Path resource = Path.of(arguments[1]);
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, script);
    check(script);
    System.out.println(shares(translated, Files.readString(Path.of(raw + ".map"))));
  }

  /**
   * The script without what TeaVM puts into every program and this one, which has no Java strings, class objects or
   * exceptions of its own and extends no class, never uses: the pool of strings, the data about classes, the names and
   * texts of objects. What only those used is left out when the script is shortened.
   */
  private static String trimmed(String raw) {
    String meta = name(raw, "(\\w+)=data=>\\{let packages=");
    String packages = name(raw, "(\\w+)=data=>\\{let i=0;let packages=");
    String pool = name(raw, "(\\w+)=strings=>");
    String type = name(raw, "(\\w+)=superclass=>");
    String strings = name(raw, "(?m)^" + Pattern.quote(pool) + "\\(\\[(.*)\\]\\);$");
    if (!Set.of(strings.split(",")).equals(Set.of("\"0\"", "\"<java_object>@\"", "\"null\""))) {
      throw new IllegalStateException(
          "expected the texts of the program to be of type Text but found Java strings: "
              + strings);
    }
    return raw.replaceAll("(?ms)^(" + either(meta, packages, pool) + ")\\(\\[.*?\\]\\);$", "")
        .replaceAll("(?m)^\\w+\\.prototype\\.(toString|valueOf|__teavm_class__)=.*$", "")
        .replaceAll(
            "(?m)^(let \\w+)=\\w+\\((\\w+)\\);\\n\\w+\\.javaException=\\w+;$", "$1=()=>$2(null);")
        .replaceAll("(?m)^let \\w+=(\\w+\\(\\w+\\)|Symbol\\('jsoClass'\\));$", "")
        .replaceAll("=" + Pattern.quote(type) + "\\(\\w*\\)", "=function(){}")
        .replaceAll("\\w+\\(\"(char|int)\",\"\\w\",\\d(,meta=>\\{\\})?\\)", "0")
        .replaceAll("(?ms)^if\\(typeof Reflect==='object'\\)\\{.*?\\}else \\{\\w+=Error;\\}", "")
        .replaceAll("Symbol\\((\"\\w+\")\\)", "$1")
        .replaceAll(
            "(\\w+=b=>\\{)if\\(b===null\\)return null;return !\\(b instanceof \\w+\\)\\?b:b\\.\\w+;\\}",
            "$1return b;}")
        .replace("this.$id$=0;", "");
  }

  private static String either(String... names) {
    return Stream.of(names).map(Pattern::quote).collect(joining("|"));
  }

  /** The only group of a pattern in the translated script. */
  private static String name(String raw, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(raw);
    if (!found.find()) {
      throw new IllegalStateException("expected the translated script to have " + pattern);
    }
    return found.group(1);
  }

  /** The script with its version, and with its entry called. */
  private static String entered(String raw, String version) {
    return raw.replaceAll("(?m)^//# sourceMappingURL=.*$", "").replace("@version@", version)
        + "\nmain([]);";
  }

  /**
   * The same script in fewer bytes. Property names stay as they are: methods that the page's objects call are looked up by
   * their names.
   */
  private static String shortened(String script) throws IOException {
    CompilerOptions options = new CompilerOptions();
    options.setLanguageIn(LanguageMode.ECMASCRIPT_NEXT);
    options.setLanguageOut(LanguageMode.ECMASCRIPT_2020);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setWrappedOutputOptimizations(options);
    WarningLevel.QUIET.setOptionsForWarningLevel(options);
    options.setEmitUseStrict(true);
    options.setTrustedStrings(true);
    options.setLineLengthThreshold(Integer.MAX_VALUE);
    var compiler = new com.google.javascript.jscomp.Compiler(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    compiler.disableThreads();
    Result result = compiler.compile(
        CommandLineRunner.getBuiltinExterns(Environment.BROWSER),
        List.of(SourceFile.fromCode("raw.js", script)),
        options);
    if (!result.success) {
      throw new IllegalStateException("cannot shorten the script: " + result.errors);
    }
    return compiler.toSource();
  }

  private static void check(String script) throws IOException {
    int raw = script.getBytes(StandardCharsets.UTF_8).length;
    int zipped = zipped(script);
    System.out.println(
        "array.js: " + zipped + " bytes gzipped of at most " + GZIPPED_MAX + " (" + raw + " raw)");
    if (zipped > GZIPPED_MAX) {
      throw new IllegalStateException(
          "expected at most " + GZIPPED_MAX + " bytes gzipped but found " + zipped);
    }
    if (script.contains("teavm_meta") || script.contains("javaException")) {
      throw new IllegalStateException(
          "expected no use of Java's class data and exceptions, which are left out, but found one");
    }
    if (CODE_FROM_TEXT.matcher(script).find()) {
      throw new IllegalStateException("expected no code made from text but found eval or Function");
    }
  }

  private static int zipped(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return zipped.size();
  }

  /** What each room adds to the translated script, before it is shortened. */
  private static String shares(String script, String map)
      throws IOException, SourceMapParseException {
    Map<String, StringBuilder> rooms = new TreeMap<>();
    List<String> lines = script.lines().toList();
    SourceMapConsumerV3 consumer = new SourceMapConsumerV3();
    consumer.parse(map);
    consumer.visitMappings((source, symbol, original, start, end) -> rooms
        .computeIfAbsent(room(source), name -> new StringBuilder())
        .append(
            between(lines, start.getLine(), start.getColumn(), end.getLine(), end.getColumn())));
    int all = script.length();
    int named = rooms.values().stream().mapToInt(StringBuilder::length).sum();
    return "array.js by room, bytes before it is shortened: "
        + rooms.entrySet().stream()
            .map(room -> share(room.getKey(), room.getValue().length(), all))
            .collect(joining(", ", "", ", "))
        + share("runtime, strings and the rest", all - named, all);
  }

  private static String share(String name, int part, int all) {
    return name + " " + part + " (" + Math.round(100.0 * part / all) + " %)";
  }

  private static String between(
      List<String> lines, int fromLine, int fromColumn, int toLine, int toColumn) {
    StringBuilder text = new StringBuilder();
    for (int line = fromLine; line <= toLine && line < lines.size(); line++) {
      String whole = lines.get(line);
      int from = line == fromLine ? Math.min(fromColumn, whole.length()) : 0;
      int to = line == toLine ? Math.min(toColumn, whole.length()) : whole.length();
      text.append(whole, from, Math.max(from, to));
    }
    return text.toString();
  }

  private static String room(String source) {
    int at = source.indexOf(ROOMS);
    if (at < 0) {
      return "java";
    }
    String name = source.substring(at + ROOMS.length());
    return name.contains("/") ? name.substring(0, name.indexOf('/')) : "root";
  }
}
