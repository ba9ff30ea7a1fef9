package dev.hedgerow.server.catalog;

import dev.hedgerow.server.event.Properties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Insights side by side, in an order.
 *
 * @param filters {@code dateRange} and {@code properties} that are laid over each question when it is shown
 */
public record Dashboard(
    int id,
    int projectId,
    String name,
    String description,
    Map<String, @Nullable Object> filters,
    List<Tile> tiles,
    Instant createdAt,
    Instant updatedAt)
    implements Shelved<Dashboard> {
  /** Most dashboards of one project. */
  public static final int PER_PROJECT_MAX = 200;

  /** Most tiles of one. */
  public static final int TILES_MAX = 50;

  /** Largest filters, in bytes of their JSON. */
  public static final int FILTERS_BYTES_MAX = 16 << 10;

  /**
   * One insight on it.
   *
   * @param width in columns, of {@link #WIDTH_MAX}
   * @param height in rows
   */
  public record Tile(int insightId, int width, int height) {
    /** The columns of a dashboard. */
    public static final int WIDTH_MAX = 12;

    /** Most rows of a tile. */
    public static final int HEIGHT_MAX = 40;
  }

  /** What it is made of. */
  public static final Shelf.Shape<Dashboard> SHAPE = new Shelf.Shape<>() {
    @Override
    public int perProjectMax() {
      return PER_PROJECT_MAX;
    }

    @Override
    public Map<String, @Nullable Object> of(Dashboard dashboard) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("name", dashboard.name());
      values.put("description", dashboard.description());
      values.put("filters", dashboard.filters());
      values.put(
          "tiles",
          dashboard.tiles().stream()
              .map(tile -> List.of(tile.insightId(), tile.width(), tile.height()))
              .toList());
      return values;
    }

    @Override
    public Dashboard read(
        int id,
        int projectId,
        Map<String, @Nullable Object> values,
        Instant createdAt,
        Instant updatedAt) {
      return new Dashboard(
          id,
          projectId,
          String.valueOf(values.get("name")),
          String.valueOf(values.get("description")),
          Properties.object(values, "filters"),
          tiles(values.get("tiles")),
          createdAt,
          updatedAt);
    }
  };

  public Dashboard {
    filters = Properties.copyOf(filters);
    tiles = List.copyOf(tiles);
  }

  private static List<Tile> tiles(@Nullable Object values) {
    List<Tile> tiles = new ArrayList<>();
    for (Object value : values instanceof List<?> list ? list : List.of()) {
      if (value instanceof List<?> tile
          && tile.size() == 3
          && tile.get(0) instanceof Number insight
          && tile.get(1) instanceof Number width
          && tile.get(2) instanceof Number height) {
        tiles.add(new Tile(insight.intValue(), width.intValue(), height.intValue()));
      }
    }
    return tiles;
  }

  /** Returns the same with other tiles, as changed then. */
  public Dashboard withTiles(List<Tile> others, Instant at) {
    return new Dashboard(id, projectId, name, description, filters, others, createdAt, at);
  }

  @Override
  public Dashboard withId(int other) {
    return new Dashboard(other, projectId, name, description, filters, tiles, createdAt, updatedAt);
  }
}
