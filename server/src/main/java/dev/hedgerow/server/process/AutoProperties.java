package dev.hedgerow.server.process;

import java.util.List;

/** Event properties that describe their person too, without being asked to (contract S 2.6). */
final class AutoProperties {
  static final List<String> NAMES = List.of(
      ("$app_build $app_name $app_namespace $app_version $browser $browser_version $device_type"
              + " $current_url $pathname $os $os_name $os_version $referring_domain $referrer"
              + " $screen_height $screen_width $viewport_height $viewport_width $raw_user_agent"
              + " utm_source utm_medium utm_campaign utm_content utm_name utm_term gclid gad_source"
              + " gclsrc dclid gbraid wbraid fbclid msclkid twclid li_fat_id mc_cid igshid ttclid"
              + " rdt_cid irclid _kx epik qclid sccid")
          .split(" "));

  private AutoProperties() {}

  /** Returns the name under which a person keeps the first value, {@code $initial_browser}. */
  static String initial(String name) {
    return "$initial_" + (name.startsWith("$") ? name.substring(1) : name);
  }
}
