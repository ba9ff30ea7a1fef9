package dev.hedgerow.snippet.browser;

/** What is worth a line on the console while debugging is on. The sentences are in a part that is only fetched then. */
public final class Note {
  /** A page's callback, or something in here, threw. */
  public static final int FAILED = 0;
  /** An event was captured, and this is it. */
  public static final int CAPTURED = 1;
  /** An event was dropped: its name and why. */
  public static final int DROPPED = 2;
  /** A method was called before {@code init}. */
  public static final int TOO_EARLY = 3;
  /** A call needs a person profile, and the options say never. */
  public static final int NO_PROFILES = 4;
  /** The browser refused to store. */
  public static final int NOT_STORED = 5;
  /** No page leave, because the options say so. */
  public static final int NO_PAGE_LEAVE = 6;
  /** The same person properties as in the call before. */
  public static final int SAME_PROPERTIES = 7;
  /** A group without a type or a key. */
  public static final int NO_GROUP = 8;
  /** No group event without person profiles. */
  public static final int NO_GROUP_EVENT = 9;
  /** An element that must not be captured. */
  public static final int NO_CAPTURE = 10;
  /** The server could not be asked for its wishes. */
  public static final int NO_REMOTE_CONFIG = 11;
  /** Too many events wait for the network. */
  public static final int TOO_MANY_WAIT = 12;
  /** The server takes no more events for a while. */
  public static final int OVER_QUOTA = 13;
  /** The server refused events. */
  public static final int REFUSED = 14;
  /** Debugging was switched on, or off. */
  public static final int DEBUGGING = 15;

  /** Why an event is dropped: the visitor opted out. */
  public static final int OPTED_OUT = 16;
  /** Why an event is dropped: a machine drives the page. */
  public static final int BOT = 17;
  /** Why an event is dropped: its name is no text. */
  public static final int NAMELESS = 18;
  /** Why an event is dropped: {@code before_send} said no. */
  public static final int SAID_NO = 19;
  /** Why an event is dropped: {@code before_send} took its token away. */
  public static final int NO_TOKEN = 20;

  // What follows is said always.

  /** No project token. */
  public static final int NO_PROJECT = 21;
  /** {@code init} once more. */
  public static final int INIT_AGAIN = 22;
  /** An id that is no one's. */
  public static final int NO_ONE = 23;
  /** Reset made the page stop capturing. */
  public static final int RESET_STOPS = 24;
  /** Too many events a second. */
  public static final int TOO_FAST = 25;
  /** A persistence that there is not. */
  public static final int NO_PERSISTENCE = 26;
  /** Options that cannot be honoured. */
  public static final int NO_OPTIONS = 27;
  /** An alias that is none. */
  public static final int NO_ALIAS = 28;
  /** An alias of oneself. */
  public static final int OWN_ALIAS = 29;
  /** A bootstrap for somebody else. */
  public static final int OTHER_BOOTSTRAP = 30;
  /** The name of an instance is that of something else. */
  public static final int NAME_TAKEN = 31;
  /** A consent where none is asked for. */
  public static final int NO_CHOICE = 32;

  private Note() {}
}
