import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerOptions.Environment;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.VariableRenamingPolicy;
import com.google.javascript.jscomp.WarningLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes a script as short as it gets, but for the names of its variables, which {@link Pack} gives. */
final class Shorten {
  private static final List<SourceFile> EXTERNS = externs();

  private Shorten() {}

  private static List<SourceFile> externs() {
    try {
      return CommandLineRunner.getBuiltinExterns(Environment.BROWSER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same script, shorter. */
  static String shortened(String script) {
    String shared = compiled(stage(script), VariableRenamingPolicy.OFF, true);
    return Fuse.fused(
        compiled(Tidy.tidied(Hoist.hoisted(shared, true)), VariableRenamingPolicy.OFF, true));
  }

  static String stage(String script) {
    return Tidy.plain(Hoist.hoisted(compiled(script, VariableRenamingPolicy.OFF, false), false));
  }

  /** A script of its own, shorter, with short names. */
  static String plain(String script) {
    return compiled(script, VariableRenamingPolicy.LOCAL, true);
  }

  /**
   * The same script in fewer bytes. Property names stay as they are: methods that the page's objects call are looked up by
   * their names.
   */
  private static String compiled(String script, VariableRenamingPolicy names, boolean share) {
    CompilerOptions options = Ast.options();
    WarningLevel.QUIET.setOptionsForWarningLevel(options);
    options.setEmitUseStrict(false);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setWrappedOutputOptimizations(options);
    options.setVariableRenaming(names);
    options.setCoalesceVariableNames(share);
    var compiler = new com.google.javascript.jscomp.Compiler(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    compiler.disableThreads();
    Result result =
        compiler.compile(EXTERNS, List.of(SourceFile.fromCode("script.js", script)), options);
    if (!result.success) {
      throw new IllegalStateException("cannot shorten the script: " + result.errors);
    }
    return compiler.toSource();
  }
}
