// SPDX-License-Identifier: Apache-2.0
// How is results.sqlite laid out? Changed only together with store_schema (and `series_sql` with those of the
// other databases that have it: shard_schema, merged_schema).
#pragma once

namespace uptake {

/// In every database of figures, first: the others name it. A name is stored once, a figure as small numbers:
/// a hundred thousand runs must fit on a disk.
inline constexpr const char* series_sql = R"sql(
CREATE TABLE series(
  series_id INTEGER PRIMARY KEY, measure TEXT NOT NULL, domain TEXT NOT NULL, variable TEXT NOT NULL,
  category TEXT NOT NULL);
)sql";

inline constexpr const char* schema_sql = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scenarios(
  scenario INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, baseline INTEGER NOT NULL,
  description TEXT NOT NULL, resolved TEXT NOT NULL);
CREATE TABLE targets(
  target INTEGER PRIMARY KEY, "table" TEXT NOT NULL, domain TEXT NOT NULL, year INTEGER NOT NULL,
  sample TEXT NOT NULL, measure TEXT NOT NULL, variable TEXT NOT NULL, category TEXT NOT NULL,
  published REAL NOT NULL, n REAL);
CREATE TABLE runs(
  run_id INTEGER PRIMARY KEY, scenario INTEGER NOT NULL REFERENCES scenarios, draw INTEGER NOT NULL,
  replicate INTEGER NOT NULL, population INTEGER NOT NULL, seed INTEGER NOT NULL, stream INTEGER NOT NULL,
  real_per_simulated REAL NOT NULL, fingerprint TEXT NOT NULL, contacts BLOB NOT NULL,
  UNIQUE(scenario, draw, replicate));
CREATE TABLE figures(
  run_id INTEGER NOT NULL REFERENCES runs, series_id INTEGER NOT NULL REFERENCES series, year INTEGER NOT NULL,
  value REAL NOT NULL, PRIMARY KEY(run_id, series_id, year)) WITHOUT ROWID;
CREATE TABLE fit(
  run_id INTEGER NOT NULL REFERENCES runs, target INTEGER NOT NULL REFERENCES targets, value REAL NOT NULL,
  PRIMARY KEY(run_id, target)) WITHOUT ROWID;
CREATE VIEW measures AS
  SELECT run_id, measure, domain, year, variable, category, value FROM figures JOIN series USING (series_id);
)sql";

/// Where questions are asked: by measure and domain, then year. Made at the end, so that writing stays quick.
inline constexpr const char* index_sql = R"sql(
CREATE INDEX IF NOT EXISTS series_by_name ON series(measure, domain, variable, category);
CREATE INDEX IF NOT EXISTS figures_by_series ON figures(series_id, year, run_id, value);
CREATE INDEX IF NOT EXISTS fit_by_target ON fit(target, run_id, value);
)sql";

}  // namespace uptake
