package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Reads browser, system and device out of the browser's name for itself by tables (contract C6.7): each a single text whose
 * rows end in {@code @} and cells in {@code ~}; the first row whose pattern is found wins.
 */
public final class AgentTables {
  private AgentTables() {}

  /** The properties that these tables find: those of browsers, systems, devices, versions of Windows and types of devices. */
  public static Bag find(Items tables) {
    Bag properties = Bag.create();
    find(properties, tables);
    return properties;
  }

  private static void find(Bag properties, Items tables) {
    addBrowser(properties, row(marked(), tables.text(0)));
    Items system = row(UserAgent.name(), tables.text(1));
    properties.setIfAny("$os", system.text(0));
    addVersion(properties, system, tables.text(3));
    Items found = row(UserAgent.name(), tables.text(2));
    Text device = found.text(0).or(found.text(3));
    properties.setIfAny("$device", device);
    properties.set(
        "$device_type",
        device.isEmpty()
            ? UserAgent.hiddenMobile()
            : row(device, tables.text(4)).text(0));
  }

  /** The name, with a mark at its end if it is one of Apple's browsers. */
  private static Text marked() {
    boolean apple = Page.navigator().text("vendor").has("Apple")
        || UserAgent.name().fits("^(?!.*(Chrome|Android)).*Safari");
    return apple ? UserAgent.name().plus("#") : UserAgent.name();
  }

  /** The first row that fits: its name, the pattern before its version, and the match with its groups; empty if none. */
  @JSBody(
      params = {"name", "table"},
      script = "var all=table.split('@');for(var i=0;i<all.length;i++){var r=all[i].split('~'),"
          + "m=RegExp(r[1],'i').exec(name);if(m)return [r[0],r[2]===undefined?'('+r[1]+')[:/]?':r[2]]"
          + ".concat(Array.from(m))}return []")
  private static native Items row(Text name, Text table);

  private static void addBrowser(Bag properties, Items row) {
    boolean brave = Page.navigator().flag("brave");
    properties.setIfAny("$browser", brave ? Text.of("Brave") : row.text(0));
    properties.set("$browser_version", version(brave ? Text.of("(Brave|Chrome)/") : row.text(1)));
  }

  /** The number after that pattern in the browser's name; null if there is none. */
  @JSBody(
      params = "before",
      script = "var m=before&&RegExp(before+'\\\\d+(\\\\.\\\\d+)?','i').exec(navigator.userAgent);"
          + "return m?+/\\d+(\\.\\d+)?$/.exec(m[0])[0]:null")
  private static native @Nullable JSObject version(Text before);

  @JSBody(
      params = {"all", "row", "windows"},
      script = "var v=row[3],k;if(v){if(row[0]==='Windows'){"
          + "k=windows.split(v+'=')[1];v=/arm/i.test(navigator.userAgent)?'RT':k?k.split(';')[0]:''}"
          + "else if(row.length>4)v+='.'+row[4]+'.'+(row[5]||0);if(v)all.$os_version=v}")
  private static native void addVersion(Bag all, Items row, Text windows);
}
