package dev.hedgerow.snippet.api;

import dev.hedgerow.snippet.autocapture.Autocapture;
import dev.hedgerow.snippet.browser.Bag;
import dev.hedgerow.snippet.browser.Clock;
import dev.hedgerow.snippet.browser.Guard;
import dev.hedgerow.snippet.browser.Handler;
import dev.hedgerow.snippet.browser.Items;
import dev.hedgerow.snippet.browser.Js;
import dev.hedgerow.snippet.browser.Json;
import dev.hedgerow.snippet.browser.Log;
import dev.hedgerow.snippet.browser.Page;
import dev.hedgerow.snippet.browser.Scripts;
import dev.hedgerow.snippet.browser.Text;
import dev.hedgerow.snippet.browser.WebStorage;
import dev.hedgerow.snippet.event.Capture;
import dev.hedgerow.snippet.event.Envelope;
import dev.hedgerow.snippet.event.Extras;
import dev.hedgerow.snippet.event.Origin;
import dev.hedgerow.snippet.event.Outlet;
import dev.hedgerow.snippet.identity.Consent;
import dev.hedgerow.snippet.identity.Persistence;
import dev.hedgerow.snippet.identity.Person;
import dev.hedgerow.snippet.identity.Session;
import dev.hedgerow.snippet.identity.Uuid;
import dev.hedgerow.snippet.loading.Parts;
import dev.hedgerow.snippet.pageview.Navigation;
import dev.hedgerow.snippet.pageview.PageViews;
import dev.hedgerow.snippet.send.RemoteConfig;
import dev.hedgerow.snippet.send.Transport;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** All rooms of one initialised instance, put together, and the parts that joined it. */
public final class Core implements Handler, Outlet, Extras {
  public final Bag config;
  public final Persistence visitor;
  public final Persistence tab;
  public final Consent consent;
  public final Session session;
  public final Person person;
  public final PageViews pageViews;
  public final Origin origin;
  public final Envelope envelope;
  public final Capture capture;
  public final Transport transport;
  public final Navigation navigation;
  public final Autocapture autocapture;
  public final Identification identification;
  /** The page's functions that want to hear of what happens in here, each after its topic; part {@code more} tells them. */
  public final Items listeners = Items.create();
  /** What the server said of the project; empty if it could not be asked, null until that is known. */
  public @Nullable Bag remote;

  /** How many calls may wait for parts, and how many of them may be no more than news for the flags. */
  private static final int WAITING_MAX = 1000;

  private static final int NEWS_MAX = 200;

  /** Under what name a tab keeps the names of its values that end with the session. */
  private static final String OF_SESSION = "$sess_registered";

  /** How many events one page load may leave for the next visit, and how many characters all may. */
  private static final int OUTBOX_EVENTS_MAX = 200;

  private static final int OUTBOX_MAX = 1_000_000;

  /** In settings as JSON, the kept ones of the server included: something on that part {@code features} sees to. */
  private static final String FEATURES =
      "\"((auto)?capture_?(dea|heat|perf|ex|cop)|(enable_)?heat|(__)?(add_?)?trac|internal_|mobile|\\$\\w+_ena)\\w*\":[^fn]"
          + "|ts\":\"202[6-9].*\"(localhost|127\\.[.\\d]*)\"";

  private final Bag parts = Bag.create();
  private final Items waiting = Items.create();

  /** Half the milliseconds after which a silent server is asked again for the part that copes with silent servers. */
  private double again = 1500;

  /** The instance as the page knows it. */
  public final Bag self;

  /** The version of this script. */
  public final Text version;

  Core(Bag self, Bag config, Text version) {
    this.self = self;
    this.version = version;
    this.config = config;
    consent = new Consent(config);
    visitor = Persistence.forVisitor(config, consent.blocksStorage());
    tab = visitor.mode.starts("session")
        ? visitor
        : Persistence.forTab(config, consent.blocksStorage());
    session = new Session(config, visitor, this);
    person = new Person(config, visitor);
    pageViews = new PageViews(config, this);
    origin = new Origin(config, visitor, tab, session);
    envelope = new Envelope(config, consent, visitor, tab, session, person, origin, this, version);
    transport = new Transport(config, this);
    capture = new Capture(config, consent, person, visitor, origin, envelope, this);
    navigation = new Navigation(config, capture, this);
    autocapture = new Autocapture(config, visitor, capture, envelope.addresses, this);
    identification = new Identification(this);
  }

  /** Begins to listen to the page. */
  void listen() {
    visitor.set(Text.of("$initialization_time"), Clock.isoNow());
    if (!consent.cookieless()) {
      visitor.set(Text.of("$configured_session_timeout_ms"), Js.of(session.timeout()));
    }
    autocapture.begin();
    Page.listen(
        Page.window(),
        Items.listed("beforeunload,scroll,scrollend,resize,online").and(Items.with(Page.leaving())),
        this);
    Page.listen(Page.document(), Items.listed("visibilitychange"), this);
  }

  /** Begins to send, to count page views and to follow the server's wishes. */
  void start() {
    transport.start();
    navigation.begin();
    RemoteConfig.load(config, this);
    wish(Items.with(config, visitor.values()).and(Page.nature()));
    if (!visitor.memoryOnly() && !WebStorage.local().read(outboxName()).isEmpty()) {
      need(Text.of("resend"));
    }
  }

  /** Hears all that the rooms wait for, and what they have to tell. */
  @Override
  public void handle(Text what, @Nullable JSObject value) {
    Bag request = Bag.orEmpty(value);
    if (what.fits("^(submit|change|click)$")) {
      autocapture.heed(what, value);
    } else if (what.fits("^(scroll|resize)")) {
      pageViews.measure();
    } else if (what.is("flush")) {
      transport.flush();
    } else if (what.is("zipped")) {
      transport.zipped(request);
    } else if (what.is("answer")) {
      if (request.flag("batch")) {
        transport.answered(request);
      } else {
        apply(RemoteConfig.read(request));
      }
    } else if (what.starts("vi")) {
      look();
    } else if (what.fits("unload|pagehide")) {
      session.pause(what);
      if (!what.starts("be")) {
        leave();
      }
    } else if (what.fits("State$|^popst|^hash")) {
      navigation.soon(what);
    } else if (what.is("moved")) {
      navigation.moved(value);
    } else if (what.is("session")) {
      forgetSession(value);
    } else if (what.is("outbox")) {
      keepForNextVisit(Items.of(value));
    } else if (what.fits("^(failed|xhr|base64|online)$")) {
      use(Text.of("resend"), what, Items.with(value));
    } else if (what.is("clicked")) {
      use(Text.of("rage"), what, Items.of(value));
    } else if (what.is("again")) {
      Parts.need(config, Text.of("resend"), this);
    } else {
      joined(what, value);
    }
  }

  /** The page came into view, or went out of it. */
  private void look() {
    if (Page.visible()) {
      navigation.firstView();
    } else {
      transport.flush();
    }
  }

  /** Takes in a part that is here; one that cannot be had stays silent. */
  void join(Text part) {
    joined(part, Scripts.bundled().get(part));
  }

  private void joined(Text part, @Nullable JSObject function) {
    if (Js.truthy(function)) {
      parts.set(part, Guard.call(function, Items.with(this)));
    } else if (part.is("resend")) {
      Clock.after(again *= 2, this, Text.of("again"));
    } else {
      parts.set(part, waiting);
    }
    for (int i = 0; i < waiting.size(); i++) {
      Items call = Items.of(waiting.at(i));
      if (call.word(0).is(part)) {
        ask(part, call.word(1), Items.of(call.at(2)));
      }
    }
  }

  /** Tells the flags what they may depend on; kept until they join, or until it is known that nobody wants them. */
  public void tellFlags(Text what, @Nullable JSObject value) {
    if (remote == null || !Js.none(parts.get("flags"))) {
      askOrWait(Text.of("flags"), what, Items.with(value), NEWS_MAX);
    }
  }

  /** Has a part do this as soon as it is here; returns its answer if it is here already, otherwise null. */
  public @Nullable JSObject use(Text part, Text what, Items arguments) {
    need(part);
    return askOrWait(part, what, arguments, WAITING_MAX);
  }

  private @Nullable JSObject askOrWait(Text part, Text what, Items arguments, int most) {
    if (Js.truthy(parts.get(part))) {
      return ask(part, what, arguments);
    }
    if (waiting.size() < most) {
      waiting.add(Items.with(part, what).and(Items.with(arguments)));
    }
    return null;
  }

  /** Wants a part of the script: it joins as soon as it is here. */
  public void need(Text part) {
    if (Js.none(parts.get(part))) {
      parts.set(part, 0);
      Parts.need(config, part, this);
    }
  }

  /** Asks a part that may have joined; null if it has not. */
  public @Nullable JSObject ask(Text part, Text what, Items arguments) {
    return Guard.call(parts.get(part), Items.with(what, arguments));
  }

  /** Tells all parts that joined. */
  public void tell(Text what, @Nullable JSObject value) {
    Items names = parts.keys();
    for (int i = 0; i < names.size(); i++) {
      ask(names.text(i), what, Items.with(value));
    }
  }

  @Override
  public void accept(Bag event, boolean atOnce) {
    emit(Text.of("eventCaptured"), event);
    transport.accept(event, atOnce);
  }

  @Override
  public void addBelow(Bag properties) {
    tell(Text.of("properties"), properties);
  }

  @Override
  public void addTo(Bag properties, Text event, Text uuid, double time) {
    pageViews.addTo(properties, event, uuid, time);
  }

  /** Has a page's function told of a topic, {@code *} for all; returns a function that takes it away again. */
  JSObject listen(@Nullable JSObject topic, @Nullable JSObject function) {
    Items entry = Items.with(topic, function);
    listeners.add(entry);
    return listeners.remover(entry);
  }

  /** Tells a page's function which session and window this is, and why if they are new. */
  public void tellSession(@Nullable JSObject listener, Items why) {
    Guard.call(listener, Items.with(session.current(), session.windowId()).and(why));
  }

  /** Tells those of the page's functions that want to hear of the topic. */
  public void emit(Text topic, @Nullable JSObject value) {
    if (listeners.size() > 0) {
      use(Text.of("more"), Text.of("heard"), Items.with(topic, value));
    }
  }

  @Override
  public void finished(Bag event) {
    tellFlags(Text.of("event"), event);
  }

  @Override
  public void limited() {
    use(Text.of("resend"), Text.of("limited"), Items.create());
  }

  private void apply(@Nullable Bag said) {
    transport.apply(said);
    remote = Bag.orEmpty(said);
    if (said != null) {
      autocapture.apply(said);
      if (!autocapture.isOn()) {
        transport.withdraw(Text.of("$autocapture"));
      }
    }
    tell(Text.of("remote"), said);
    if (!remote.is("hasFeatureFlags", false) && !config.flag("advanced_disable_feature_flags")) {
      need(Text.of("flags"));
    }
    wish(said);
  }

  /** Has part {@code features} see to what these settings switch on. */
  private void wish(@Nullable JSObject settings) {
    if (Defaults.outline(settings).fits(FEATURES)) {
      need(Text.of("features"));
    }
  }

  /** The page is being left. */
  private void leave() {
    tell(Text.of("leave"), null);
    navigation.leave();
    transport.leave();
  }

  /** Where events wait for the next visit. */
  public Text outboxName() {
    return Text.of("ph_").plus(config.text("token")).plus("_outbox");
  }

  /** Each page load keeps its own, and a mark of how much all did, so that two tabs that are left at once lose nothing. */
  private void keepForNextVisit(Items events) {
    if (events.size() > 0 && !visitor.memoryOnly() && !consent.optedOut()) {
      WebStorage local = WebStorage.local();
      Text text = Json.text(events.from(-OUTBOX_EVENTS_MAX));
      double size = local.read(outboxName()).number() + text.size();
      if (size < OUTBOX_MAX) {
        local.write(outboxName().plus(Uuid.next()), text);
        local.write(outboxName(), Text.ofNumber(size));
      }
    }
  }

  /** Captures an event alone and at once. */
  @Nullable
  Bag captureAtOnce(Text event, Bag properties, Bag options) {
    options.set("send_instantly", true);
    return capture.capture(event, properties, options);
  }

  /** Other options from now on; those that few pages set as soon as the part is here that knows them. */
  public void setConfig(Bag given) {
    Text options = Text.of("options");
    if (Defaults.areSeldom(Defaults.outline(given)) && !Js.truthy(parts.get(options))) {
      use(options, Text.of("set_config"), Items.with(given));
      return;
    }
    config.merge(given);
    Scripts.ask(Text.of("prepare"), config, given);
    if (!Js.none(given.get("debug"))) {
      Log.debug(given.flag("debug"));
    }
    reconsider();
    autocapture.begin();
    navigation.watchHistory();
    tell(Text.of("config"), given);
    wish(given);
  }

  /** Looks again at where things may be stored. */
  public void reconsider() {
    boolean block = consent.blocksStorage();
    visitor.reconsider(block);
    tab.reconsider(block);
    tell(Text.of("stored"), null);
  }

  /** The visitor says yes. The event about it goes out only when that changed something. */
  public void optIn(Bag options) {
    boolean changed = !consent.status().is("granted");
    consent.say(true);
    reconsider();
    JSObject name = options.get("captureEventName");
    if (changed && !Js.is(name, false) && !Js.isNull(name)) {
      captureAtOnce(
          Text.in(name).or("$opt_in"), Bag.orEmpty(options.get("captureProperties")), Bag.create());
    }
    navigation.firstView();
  }

  /** The visitor says no. */
  public void optOut() {
    consent.say(false);
    reconsider();
  }

  /** Keeps values for the rest of the session in this tab. */
  void registerForSession(Bag values) {
    tab.register(values);
    tab.set(Text.of(OF_SESSION), ofSession().and(values.keys()));
  }

  private Items ofSession() {
    return Items.of(tab.values().get(Text.of(OF_SESSION)));
  }

  private void forgetSession(@Nullable JSObject why) {
    pageViews.clear();
    Items names = ofSession().and(Items.with(Text.of(OF_SESSION)));
    for (int i = 0; i < names.size(); i++) {
      tab.unregister(names.text(i));
    }
    emit(Text.of("session"), why);
  }
}
