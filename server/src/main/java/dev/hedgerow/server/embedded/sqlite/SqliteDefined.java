package dev.hedgerow.server.embedded.sqlite;

import dev.hedgerow.server.catalog.Dashboard;
import dev.hedgerow.server.catalog.SavedInsight;

/** What people define to ask with, beside actions, in {@code catalog.db}. */
public final class SqliteDefined {
  /** Steps of the file's migrations, never changed. */
  static final String[] COHORTS = {SqliteCohorts.TABLE, SqliteCohorts.LISTS};

  static final String[] SHELVES = {
    SqliteShelf.made("insights"), SqliteShelf.made("dashboards"), SqliteShares.TABLE
  };

  private final Database database;

  SqliteDefined(Database database) {
    this.database = database;
  }

  /** Returns the cohorts. */
  public SqliteCohorts cohorts() {
    return new SqliteCohorts(database);
  }

  /** Returns the insights that are kept. */
  public SqliteShelf<SavedInsight> insights() {
    return new SqliteShelf<>(database, "insights", SavedInsight.SHAPE);
  }

  /** Returns the dashboards. */
  public SqliteShelf<Dashboard> dashboards() {
    return new SqliteShelf<>(database, "dashboards", Dashboard.SHAPE);
  }

  /** Returns the links. */
  public SqliteShares shares() {
    return new SqliteShares(database);
  }
}
