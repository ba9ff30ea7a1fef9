import com.google.javascript.rhino.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A function and what it declares; a block of its own for a name is none, as the compiler gave every name once. */
final class Scope {
  final Node function;
  final Scope outer;
  final Map<String, Variable> own = new LinkedHashMap<>();
  /** What is named in here, or further inside. */
  final Set<Variable> present = new LinkedHashSet<>();

  /** What the page or the browser has named. */
  final Set<String> foreign = new LinkedHashSet<>();

  Scope(Node function, Scope outer) {
    this.function = function;
    this.outer = outer;
  }

  void declare(String name) {
    present.add(own.computeIfAbsent(name, called -> new Variable(this, called)));
  }

  boolean allows(Variable variable, String name) {
    return !foreign.contains(name)
        && present.stream().noneMatch(other -> other != variable && other.name.equals(name));
  }
}
