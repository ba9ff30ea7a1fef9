package dev.hedgerow.server.demo;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a visitor lives. */
record Place(
    String city,
    String region,
    String regionCode,
    String country,
    String code,
    String continent,
    String continentCode,
    double latitude,
    double longitude,
    ZoneId zone,
    String language) {

  static final Weighted<Place> ALL = new Weighted<Place>()
      .with(9, america("New York", "New York", "NY", 40.71, -74.01, "America/New_York"))
      .with(6, america("Chicago", "Illinois", "IL", 41.88, -87.63, "America/Chicago"))
      .with(7, america("San Francisco", "California", "CA", 37.77, -122.42, "America/Los_Angeles"))
      .with(5, america("Austin", "Texas", "TX", 30.27, -97.74, "America/Chicago"))
      .with(9, europe("Berlin", "Land Berlin", "BE", "Germany", "DE", 52.52, 13.4, "Berlin", "de"))
      .with(6, europe("Munich", "Bavaria", "BY", "Germany", "DE", 48.14, 11.58, "Berlin", "de"))
      .with(4, europe("Hamburg", "Hamburg", "HH", "Germany", "DE", 53.55, 9.99, "Berlin", "de"))
      .with(
          9,
          europe("London", "England", "ENG", "United Kingdom", "GB", 51.51, -0.13, "London", "en"))
      .with(
          3,
          europe(
              "Edinburgh", "Scotland", "SCT", "United Kingdom", "GB", 55.95, -3.19, "London", "en"))
      .with(7, europe("Paris", "Île-de-France", "IDF", "France", "FR", 48.86, 2.35, "Paris", "fr"))
      .with(
          4,
          europe(
              "Amsterdam",
              "North Holland",
              "NH",
              "Netherlands",
              "NL",
              52.37,
              4.9,
              "Amsterdam",
              "nl"))
      .with(3, europe("Vienna", "Vienna", "9", "Austria", "AT", 48.21, 16.37, "Vienna", "de"))
      .with(3, europe("Madrid", "Madrid", "MD", "Spain", "ES", 40.42, -3.7, "Madrid", "es"))
      .with(
          2,
          europe(
              "Stockholm",
              "Stockholm County",
              "AB",
              "Sweden",
              "SE",
              59.33,
              18.07,
              "Stockholm",
              "sv"))
      .with(
          4,
          new Place(
              "Toronto",
              "Ontario",
              "ON",
              "Canada",
              "CA",
              "North America",
              "NA",
              43.65,
              -79.38,
              ZoneId.of("America/Toronto"),
              "en-CA"))
      .with(
          4,
          new Place(
              "São Paulo",
              "São Paulo",
              "SP",
              "Brazil",
              "BR",
              "South America",
              "SA",
              -23.55,
              -46.63,
              ZoneId.of("America/Sao_Paulo"),
              "pt-BR"))
      .with(
          4,
          new Place(
              "Bengaluru",
              "Karnataka",
              "KA",
              "India",
              "IN",
              "Asia",
              "AS",
              12.97,
              77.59,
              ZoneId.of("Asia/Kolkata"),
              "en-IN"))
      .with(
          3,
          new Place(
              "Tokyo",
              "Tokyo",
              "13",
              "Japan",
              "JP",
              "Asia",
              "AS",
              35.68,
              139.69,
              ZoneId.of("Asia/Tokyo"),
              "ja-JP"))
      .with(
          3,
          new Place(
              "Sydney",
              "New South Wales",
              "NSW",
              "Australia",
              "AU",
              "Oceania",
              "OC",
              -33.87,
              151.21,
              ZoneId.of("Australia/Sydney"),
              "en-AU"));

  private static Place america(
      String city, String region, String code, double latitude, double longitude, String zone) {
    return new Place(
        city,
        region,
        code,
        "United States",
        "US",
        "North America",
        "NA",
        latitude,
        longitude,
        ZoneId.of(zone),
        "en-US");
  }

  private static Place europe(
      String city,
      String region,
      String regionCode,
      String country,
      String code,
      double latitude,
      double longitude,
      String zone,
      String language) {
    return new Place(
        city,
        region,
        regionCode,
        country,
        code,
        "Europe",
        "EU",
        latitude,
        longitude,
        ZoneId.of("Europe/" + zone),
        language + "-" + code);
  }

  /** Returns what the server would have found by the address. */
  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("$geoip_city_name", city);
    told.put("$geoip_country_name", country);
    told.put("$geoip_country_code", code);
    told.put("$geoip_continent_name", continent);
    told.put("$geoip_continent_code", continentCode);
    told.put("$geoip_latitude", latitude);
    told.put("$geoip_longitude", longitude);
    told.put("$geoip_time_zone", zone.getId());
    told.put("$geoip_subdivision_1_code", regionCode);
    told.put("$geoip_subdivision_1_name", region);
    return told;
  }
}
