package dev.hedgerow.server.http;

import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.Dashboard.Tile;
import dev.hedgerow.server.catalog.SavedInsight;
import dev.hedgerow.server.catalog.Share;
import dev.hedgerow.server.catalog.Shelf;
import dev.hedgerow.server.event.Action;
import dev.hedgerow.server.event.RejectedException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/projects/<id>/dashboards/}, {@code …/dashboards/<id>/}, and {@code …/dashboards/<id>/tiles/} to add and remove one
 * insight.
 */
final class DashboardRoutes extends ShelfRoutes<Dashboard> {
  private static final String TILES = "tiles";
  private static final int WIDTH = 6;
  private static final int HEIGHT = 5;

  private final Shelf<SavedInsight> insights;

  DashboardRoutes(Access access, Services services, Sharing sharing) {
    super(access, services.defined().dashboards(), Share.Kind.DASHBOARD, sharing, services.clock());
    this.insights = services.defined().insights();
  }

  @Override
  Map<String, @Nullable Object> brief(Dashboard dashboard) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", dashboard.id());
    form.put("name", dashboard.name());
    form.put("description", dashboard.description());
    form.put("filters", dashboard.filters());
    form.put("insights", dashboard.tiles().stream().map(Tile::insightId).toList());
    return times(form, dashboard);
  }

  /** With its insights; those that were deleted are left out. */
  @Override
  Map<String, @Nullable Object> whole(Dashboard dashboard) throws IOException {
    Map<String, @Nullable Object> form = new LinkedHashMap<>(brief(dashboard));
    List<Map<String, @Nullable Object>> tiles = new ArrayList<>();
    for (Tile tile : dashboard.tiles()) {
      SavedInsight insight = insights.find(dashboard.projectId(), tile.insightId());
      if (insight != null) {
        tiles.add(
            Map.of("insight", InsightRoutes.form(insight), "w", tile.width(), "h", tile.height()));
      }
    }
    form.put(TILES, tiles);
    return form;
  }

  @Override
  Dashboard read(Fields fields, int projectId, @Nullable Dashboard before, Instant now)
      throws RejectedException, IOException {
    String name = fields.text("name", before == null ? "" : before.name(), Action.NAME_CHARS_MAX);
    if (name.isBlank()) {
      throw Fields.wrong("name", "a text");
    }
    Map<String, @Nullable Object> filters = fields.all().get("filters") == null && before != null
        ? before.filters()
        : fields.object("filters", Dashboard.FILTERS_BYTES_MAX);
    var unused = Overlay.over(Map.of(), filters, "filters");
    return new Dashboard(
        before == null ? 0 : before.id(),
        projectId,
        name,
        fields.text(
            "description", before == null ? "" : before.description(), Action.TEXT_CHARS_MAX),
        filters,
        fields.all().get(TILES) == null && before != null
            ? before.tiles()
            : tiles(fields, projectId),
        before == null ? now : before.createdAt(),
        now);
  }

  @Override
  String name(Dashboard dashboard) {
    return dashboard.name();
  }

  private List<Tile> tiles(Fields fields, int projectId) throws RejectedException, IOException {
    List<Tile> tiles = new ArrayList<>();
    for (Object item : fields.list(TILES)) {
      if (!(item instanceof Map)) {
        throw Fields.wrong(TILES, "objects");
      }
      tiles.add(tile(Map.of("tile", item), TILES + "[" + tiles.size() + "]", projectId));
    }
    return fitting(tiles);
  }

  private Tile tile(Map<String, @Nullable Object> holder, String path, int projectId)
      throws RejectedException, IOException {
    Fields fields = new Fields(new Fields(holder).object("tile", BODY_BYTES_MAX));
    Object insight = fields.all().get("insight");
    if (insight instanceof Map<?, ?> whole) {
      insight = whole.get("id");
    }
    try {
      Tile tile = new Tile(
          insight instanceof Number number ? number.intValue() : 0,
          fields.number("w", WIDTH, 1, Tile.WIDTH_MAX),
          fields.number("h", HEIGHT, 1, Tile.HEIGHT_MAX));
      if (insights.find(projectId, tile.insightId()) == null) {
        throw Fields.wrong("insight", "the id of an insight of this project");
      }
      return tile;
    } catch (RejectedException e) {
      throw new RejectedException(e.status(), e.code(), e.detail(), path + "." + e.attribute());
    }
  }

  private static List<Tile> fitting(List<Tile> tiles) throws RejectedException {
    if (tiles.size() > Dashboard.TILES_MAX) {
      throw Fields.wrong(TILES, "at most " + Dashboard.TILES_MAX + " tiles");
    }
    if (tiles.stream().map(Tile::insightId).distinct().count() < tiles.size()) {
      throw Fields.wrong(TILES, "each insight once");
    }
    return tiles;
  }

  /** Adds an insight by {@code POST …/tiles/} and takes one off by {@code DELETE …/tiles/<insight id>/}. */
  @Override
  void under(HttpServerExchange exchange, Dashboard dashboard, String rest)
      throws RejectedException, IOException {
    String method = exchange.getRequestMethod().toString();
    if (rest.equals(TILES)) {
      Router.requireMethod(exchange, method.equals("POST"), "POST");
      JsonBody.read(exchange, BODY_BYTES_MAX, (same, body) -> {
        List<Tile> tiles = new ArrayList<>(dashboard.tiles());
        tiles.add(tile(Map.of("tile", body), TILES, dashboard.projectId()));
        keep(same, dashboard.withTiles(fitting(tiles), now()));
      });
      return;
    }
    int insight = rest.startsWith(TILES + "/") ? id(rest.substring(TILES.length() + 1)) : 0;
    List<Tile> tiles = new ArrayList<>(dashboard.tiles());
    if (insight == 0 || !tiles.removeIf(tile -> tile.insightId() == insight)) {
      throw none();
    }
    Router.requireMethod(exchange, method.equals("DELETE"), "DELETE");
    keep(exchange, dashboard.withTiles(tiles, now()));
  }
}
