package dev.hedgerow.demo;

/** What a person does with a page, whichever browser it is in. Elements are named by selector. */
interface Hand extends AutoCloseable {

  /** Goes to an address and waits for the snippet. */
  void open(String address);

  /** Runs a statement in the page. */
  void tell(String script);

  void click(String selector);

  /** Clicks near the upper left corner, where no child of the element lies. */
  void clickCorner(String selector);

  /** Clicks into a field, types, and leaves the field. */
  void type(String selector, String text);

  /** Clicks a list and picks an option of a list by its value. */
  void choose(String selector, String value);

  /** Runs an expression in the page and returns its value as text. */
  String run(String script);

  @Override
  void close();
}
