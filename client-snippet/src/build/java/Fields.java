import com.google.javascript.rhino.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of the program's objects, and what each is called in the scripts. Objects of different classes may have fields of
 * the same name; what many classes have is called the same in all.
 */
final class Fields {
  /** Before a field's name, until it is called as the scripts call it. */
  static final String MARK = "zf";

  /** The letters, those first that scripts are full of. */
  private static final String LETTERS = "etirnaoslcudpgfhmbvykwjxzqETIRNAOSLCUDPGFHMBVYKWJXZQ";

  private final Map<String, String> homes = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  /** Adds a field of this class, or of many if that is empty, and calls it by the first letter that is free. */
  void add(String field, String home) {
    homes.put(field, home);
    int n = 0;
    while (!fits(field, letters(n))) {
      n++;
    }
    names.put(field, letters(n));
  }

  /** What all are called, for a search that may call them otherwise. */
  List<String> all() {
    return List.copyOf(names.keySet());
  }

  String name(String field) {
    return names.get(field);
  }

  /** Calls a field by another name. */
  void call(String field, String name) {
    names.put(field, name);
  }

  /** The field that keeps this one from a name; null if there is none. */
  String holder(String field, String name) {
    for (Map.Entry<String, String> other : names.entrySet()) {
      if (other.getValue().equals(name)
          && !other.getKey().equals(field)
          && meet(homes.get(field), homes.get(other.getKey()))) {
        return other.getKey();
      }
    }
    return null;
  }

  boolean fits(String field, String name) {
    return holder(field, name) == null;
  }

  private static boolean meet(String home, String other) {
    return home.isEmpty() || other.isEmpty() || home.equals(other);
  }

  /** Marks where a field is named. */
  void mark(Node node) {
    if (node.isGetProp() && names.containsKey(node.getString())) {
      node.setString(MARK + node.getString());
    }
  }

  /** Calls the fields in a script what they are called. */
  void call(Node node) {
    String name = marked(node);
    if (!name.isEmpty()) {
      node.setString(names.get(name));
    }
  }

  /** The field that is named there; empty for none. */
  String marked(Node node) {
    return node.isGetProp()
            && node.getString().startsWith(MARK)
            && names.containsKey(node.getString().substring(MARK.length()))
        ? node.getString().substring(MARK.length())
        : "";
  }

  static String letters(int n) {
    return n < LETTERS.length()
        ? letter(n)
        : letter(n / LETTERS.length() - 1) + letter(n % LETTERS.length());
  }

  private static String letter(int n) {
    return LETTERS.substring(n, n + 1);
  }
}
