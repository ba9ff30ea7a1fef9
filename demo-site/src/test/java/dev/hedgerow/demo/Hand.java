package dev.hedgerow.demo;

/** What a person does with a page, whichever browser it is in. Elements are named by selector. */
interface Hand {

  /** Goes to an address and waits for the snippet. */
  void open(String address);

  void click(String selector);

  /** Clicks into a field, types, and leaves the field. */
  void type(String selector, String text);

  /** Picks an option of a list by its value. */
  void choose(String selector, String value);

  /** Runs an expression in the page and returns its value as text. */
  String run(String script);
}
