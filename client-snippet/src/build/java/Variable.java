import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A variable: where it is declared, where it is named, and every function in which its name is taken. */
final class Variable {
  private static final Set<String> KEYWORDS = Set.of("do", "if", "in", "is", "as", "of");

  final Scope home;
  final String called;
  final List<Node> uses = new ArrayList<>();
  final Set<Scope> seen = new LinkedHashSet<>();
  String name = "";

  Variable(Scope home, String called) {
    this.home = home;
    this.called = called;
    seen.add(home);
  }

  /** A field, which is no variable but may have any name as well. */
  Variable(String called) {
    this.home = null;
    this.called = called;
  }

  boolean fits(String next) {
    return !KEYWORDS.contains(next) && seen.stream().allMatch(scope -> scope.allows(this, next));
  }
}
