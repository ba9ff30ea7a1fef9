import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tries other names and another order for a {@link Pack}, and keeps what zips better. */
final class Search {
  private final Pack pack;

  Search(Pack pack) {
    this.pack = pack;
  }

  void run(int moves) {
    Random chance = new Random(1);
    int least = Pack.deflated(pack.text());
    for (int move = 0; move < moves; move++) {
      int kind = chance.nextInt(12);
      least = kind < 3
          ? reorder(chance, least)
          : kind < 5 ? recall(chance, least) : rename(chance, least);
    }
  }

  private int reorder(Random chance, int least) {
    List<Pack.Unit> next = new ArrayList<>(pack.units);
    int from = chance.nextInt(next.size());
    int size = Math.min(next.size() - from, chance.nextInt(3) > 0 ? 1 : 1 + chance.nextInt(4));
    List<Pack.Unit> moved = new ArrayList<>(next.subList(from, from + size));
    next.subList(from, from + size).clear();
    next.addAll(chance.nextInt(next.size() + 1), moved);
    int now = Pack.deflated(pack.text(next));
    if (now > least) {
      return least;
    }
    pack.units.clear();
    pack.units.addAll(next);
    return now;
  }

  /** Calls a field otherwise, and the one that was called so as this was. */
  private int recall(Random chance, int least) {
    Variable one = pack.fieldNames.get(chance.nextInt(pack.fieldNames.size()));
    String old = one.name;
    String name = Fields.letters(chance.nextInt(52));
    if (old.isEmpty() || !pack.swap(one, name)) {
      return least;
    }
    int now = Pack.deflated(pack.text());
    if (now > least) {
      pack.swap(one, old);
      return least;
    }
    return now;
  }

  /** Swaps the names of two variables of a function, or takes another name. */
  private int rename(Random chance, int least) {
    Variable one = pack.variables.get(chance.nextInt(pack.variables.size()));
    List<Variable> own = new ArrayList<>(one.home.own.values());
    Variable other = own.get(chance.nextInt(own.size()));
    String name = other.name;
    if (own.size() < Pack.FOR_LOCALS && chance.nextInt(3) == 0) {
      name = pack.name(chance.nextInt(Pack.FOR_LOCALS + 4));
      String taken = name;
      other = own.stream().filter(each -> each.name.equals(taken)).findFirst().orElse(null);
    }
    if (other == one) {
      return least;
    }
    String old = one.name;
    one.name = name;
    if (other != null) {
      other.name = old;
    }
    boolean fits = one.fits(name) && (other == null || other.fits(old));
    int now = fits ? Pack.deflated(pack.text()) : least + 1;
    if (now > least) {
      one.name = old;
      if (other != null) {
        other.name = name;
      }
      return least;
    }
    return now;
  }
}
