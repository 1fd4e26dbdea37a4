// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/merge.hpp"
#include "analysis/report/regional.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/experiment/provenance.hpp"
#include "analysis/sweep/found.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/schema.hpp"
#include "sim/store/views.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

constexpr const char* merged_sql = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scenarios(
  scenario INTEGER PRIMARY KEY, name TEXT NOT NULL, title_en TEXT NOT NULL, title_nl TEXT NOT NULL,
  resolved TEXT NOT NULL);
CREATE TABLE axes(axis INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE points(
  point INTEGER NOT NULL, axis INTEGER NOT NULL REFERENCES axes, value REAL NOT NULL,
  PRIMARY KEY(point, axis)) WITHOUT ROWID;
-- A scenario at a point. Points that change nothing of a scenario share a cell, and so its runs.
CREATE TABLE cells(
  cell INTEGER PRIMARY KEY, scenario INTEGER NOT NULL REFERENCES scenarios, point INTEGER);
CREATE TABLE combinations(
  point INTEGER NOT NULL, scenario INTEGER NOT NULL REFERENCES scenarios, cell INTEGER NOT NULL REFERENCES cells,
  PRIMARY KEY(point, scenario)) WITHOUT ROWID;
CREATE TABLE runs(
  run INTEGER PRIMARY KEY, id TEXT NOT NULL, cell INTEGER NOT NULL REFERENCES cells, families REAL NOT NULL,
  draw INTEGER NOT NULL, replicate INTEGER NOT NULL, population INTEGER NOT NULL, seed INTEGER NOT NULL,
  stream INTEGER NOT NULL, real_per_simulated REAL NOT NULL, hash TEXT NOT NULL);
CREATE TABLE figures(
  run INTEGER NOT NULL REFERENCES runs, series_id INTEGER NOT NULL REFERENCES series, year INTEGER NOT NULL,
  value REAL NOT NULL, PRIMARY KEY(run, series_id, year)) WITHOUT ROWID;
CREATE TABLE failures(run INTEGER PRIMARY KEY, id TEXT NOT NULL, error TEXT NOT NULL);
CREATE VIEW measures AS
  SELECT run, name AS scenario, cells.point AS point, families, draw, replicate, measure, domain, year, variable,
         category, value
  FROM series JOIN figures USING (series_id) JOIN runs USING (run) JOIN cells USING (cell)
       JOIN scenarios USING (scenario);
)sql";

/// Where questions are asked: a series, then a year; a cell, then its runs.
constexpr const char* merged_index_sql = R"sql(
CREATE INDEX series_by_name ON series(measure, domain, variable, category);
CREATE INDEX figures_by_series ON figures(series_id, year, run, value);
CREATE INDEX runs_by_cell ON runs(cell, run);
CREATE INDEX combinations_by_cell ON combinations(cell, point);
)sql";

constexpr std::int64_t rows_in_memory = 1'000'000;  ///< about 24 bytes each

void put_design(const Sweep& sweep, Database& db, bool complete) {
  Statement meta(db, "INSERT INTO meta VALUES(?,?)");
  const auto put = [&](std::string_view key, std::string_view value) {
    meta.bind(1, key).bind(2, value).run();
  };
  put("data", sweep.study.key.data);
  put("model", sweep.study.key.model);
  put("name", sweep.design.name);
  put("plan", sweep.hash);
  put("posterior", sweep.study.posterior.label);
  put("state", complete ? "complete" : "partial");
  put("title_en", sweep.design.title_en);
  put("title_nl", sweep.design.title_nl);
  Statement scenario(db, "INSERT INTO scenarios VALUES(?,?,?,?,?)");
  const auto& scenarios = sweep.study.scenarios;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const std::string resolved = resolved_text(scenarios[s], sweep.study.evidence);
    scenario.bind(1, static_cast<std::int64_t>(s)).bind(2, std::string_view(scenarios[s].name));
    scenario.bind(3, std::string_view(scenarios[s].title_en))
        .bind(4, std::string_view(scenarios[s].title_nl));
    scenario.bind(5, std::string_view(resolved)).run();
  }
  Statement axis(db, "INSERT INTO axes VALUES(?,?)");
  for (std::size_t a = 0; a < sweep.design.axes.size(); ++a)
    axis.bind(1, static_cast<std::int64_t>(a)).bind(2, std::string_view(sweep.design.axes[a].path)).run();
  Statement point(db, "INSERT INTO points VALUES(?,?,?)");
  Statement combination(db, "INSERT INTO combinations VALUES(?,?,?)");
  for (std::size_t p = 0; p < sweep.design.points.size(); ++p) {
    const auto number = static_cast<std::int64_t>(p);
    for (std::size_t a = 0; a < sweep.design.axes.size(); ++a)
      point.bind(1, number).bind(2, static_cast<std::int64_t>(a)).bind(3, sweep.design.points[p][a]).run();
    for (std::size_t s = 0; s < scenarios.size(); ++s)
      combination.bind(1, number)
          .bind(2, static_cast<std::int64_t>(s))
          .bind(3, std::int64_t{sweep.combinations[p * scenarios.size() + s]})
          .run();
  }
  Statement cell(db, "INSERT INTO cells VALUES(?,?,?)");
  for (std::size_t c = 0; c < sweep.cells.size(); ++c) {
    cell.bind(1, static_cast<std::int64_t>(c)).bind(2, std::int64_t{sweep.cells[c].scenario});
    sweep.cells[c].is_moved ? cell.bind(3, std::int64_t{sweep.cells[c].point}) : cell.bind_null(3);
    cell.run();
  }
}

/// Runs `first` to before `last`: read from all shards that have some, looked at, and written in order.
std::int64_t put_runs(const Sweep& sweep, const Found& found, std::size_t first, std::size_t last,
                      Database& db) {
  std::vector<std::uint8_t> has_some(found.files.size());
  for (std::size_t run = first; run < last; ++run) {
    if (found.owners[run].file >= 0) has_some[static_cast<std::size_t>(found.owners[run].file)] = 1;
  }
  struct Kept {
    ShardRun run;
    std::vector<ShardRow> rows;
  };
  std::vector<Kept> kept(last - first);
  for (std::size_t f = 0; f < found.files.size(); ++f) {
    if (has_some[f] == 0) continue;
    const Shard shard = Shard::read(found.files[f], key_of(sweep));
    const auto own = [&](std::int64_t run) {
      return found.owners[static_cast<std::size_t>(run)].file == static_cast<std::int32_t>(f);
    };
    const auto from = static_cast<std::int64_t>(first), to = static_cast<std::int64_t>(last);
    for (ShardRun& run : shard.runs(from, to)) {
      if (own(run.run)) kept[static_cast<std::size_t>(run.run - from)].run = std::move(run);
    }
    shard.rows(from, to, [&](std::int64_t run, const ShardRow& row) {
      if (own(run)) kept[static_cast<std::size_t>(run - from)].rows.push_back(row);
    });
    for (std::size_t run = first; run < last; ++run) {
      const Kept& one = kept[run - first];
      if (own(static_cast<std::int64_t>(run)) && shard_hash(one.run, one.rows) != one.run.hash)
        refuse_damaged(found.files[f], fmt::format("run {} no longer fits its hash", run));
    }
  }
  Transaction transaction(db);
  Statement put_run(db, "INSERT INTO runs VALUES(?,?,?,?,?,?,?,?,?,?,?)");
  Statement put_figure(db, "INSERT INTO figures VALUES(?,?,?,?)");
  std::int64_t n_rows = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (found.owners[first + i].file < 0) continue;
    const ShardRun& run = kept[i].run;
    const SweepRun& planned = sweep.runs[first + i];
    put_run.bind(1, run.run).bind(2, std::string_view(run.id)).bind(3, std::int64_t{planned.cell});
    put_run.bind(4, sweep.design.families[static_cast<std::size_t>(planned.size)]);
    put_run.bind(5, std::int64_t{planned.draw}).bind(6, std::int64_t{planned.replicate});
    put_run.bind(7, std::int64_t{planned.population}).bind(8, std::int64_t{run.seed});
    put_run.bind(9, std::int64_t{run.stream}).bind(10, run.real_per_simulated);
    put_run.bind(11, std::string_view(run.hash)).run();
    for (const ShardRow& row : kept[i].rows)
      put_figure.bind(1, run.run)
          .bind(2, row.series)
          .bind(3, std::int64_t{row.year})
          .bind(4, row.value)
          .run();
    n_rows += static_cast<std::int64_t>(kept[i].rows.size());
  }
  transaction.commit();
  return n_rows;
}

std::int64_t write_merged(const Sweep& sweep, const Found& found, bool complete, const fs::path& file,
                          Progress::Show show) {
  Database db(file, Database::Mode::create);
  // a file that nobody else knows yet, made whole or thrown away: no journal, one page order
  db.execute(
      "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;");
  {
    Transaction transaction(db);
    db.execute(series_sql);
    db.execute(merged_sql);
    db.execute(fmt::format("PRAGMA user_version={}", merged_schema));
    put_design(sweep, db, complete);
    Statement put(db, "INSERT INTO series VALUES(?,?,?,?,?)");
    for (const auto& [id, s] : found.series) {
      put.bind(1, id).bind(2, std::string_view(s.measure)).bind(3, std::string_view(s.domain));
      put.bind(4, std::string_view(s.variable)).bind(5, std::string_view(s.category)).run();
    }
    Statement failed(db, "INSERT INTO failures VALUES(?,?,?)");
    for (const auto& [run, failure] : found.failures)
      failed.bind(1, run)
          .bind(2, std::string_view(failure.id))
          .bind(3, std::string_view(failure.error))
          .run();
    transaction.commit();
  }
  const auto block = static_cast<std::size_t>(
      std::max<std::int64_t>(1, rows_in_memory / std::max(1, rows_a_run(sweep.design, sweep.study))));
  Progress progress("blocks of runs", (sweep.n_runs() + block - 1) / block, show);
  std::int64_t n_rows = 0;
  for (std::size_t first = 0; first < sweep.n_runs(); first += block) {
    if (interrupted()) throw Interrupted{};
    n_rows += put_runs(sweep, found, first, std::min(first + block, sweep.n_runs()), db);
    progress.step();
  }
  progress.finish();
  db.execute(merged_index_sql);
  std::vector<Series> series;
  for (const auto& [id, one] : found.series) series.push_back(one);
  add_views(db, DatabaseKind::sweep,
            category_labels(own_labels(sweep.study), series, region_of(sweep.study.evidence.folder)));
  return n_rows;
}

/// A study's runs belong into its own database.
void refuse_study(const Sweep& sweep, const fs::path& folder) {
  if (sweep.design.is_study())
    refuse(
        fmt::format("{}: holds the runs of `uptake {}`; nothing was changed. That command takes them itself "
                    "with --farm {}",
                    folder.string(), sweep.design.kind, folder.string()));
}

}  // namespace

void check_merged(const Database& db, const fs::path& folder) {
  const auto damaged = [&](const std::string& what) {
    refuse(fmt::format("{}: is damaged ({}); `uptake sweep merge {}` makes it anew from the shards",
                       (folder / merged_file).string(), what, folder.string()));
  };
  try {
    Statement whole(db, "PRAGMA integrity_check(1)");
    whole.step();
    if (whole.text(0) != "ok") damaged(whole.text(0));
    Statement series(db, "SELECT series_id, measure, domain, variable, category FROM series");
    while (series.step()) {
      if (series_key({series.text(1), series.text(2), series.text(3), series.text(4)}) != series.integer(0))
        damaged("a series no longer fits its key");
    }
    Statement runs(db, "SELECT run, id, seed, stream, real_per_simulated, hash FROM runs");
    Statement figures(db, "SELECT series_id, year, value FROM figures WHERE run=? ORDER BY series_id, year");
    while (runs.step()) {
      const ShardRun run{runs.integer(0),
                         runs.text(1),
                         static_cast<std::uint32_t>(runs.integer(2)),
                         static_cast<std::uint32_t>(runs.integer(3)),
                         runs.number(4),
                         {},
                         0};
      std::vector<ShardRow> rows;
      figures.bind(1, run.run);
      while (figures.step())
        rows.push_back({figures.integer(0), static_cast<int>(figures.integer(1)), figures.number(2)});
      figures.reset();
      if (shard_hash(run, rows) != runs.text(5))
        damaged(fmt::format("run {} no longer fits its hash", run.run));
    }
  } catch (const StoreError& error) {
    damaged(error.what());
  }
}

Database open_merged(const Sweep& sweep, const fs::path& folder) {
  refuse_study(sweep, folder);
  const fs::path file = folder / merged_file;
  if (!fs::is_regular_file(file))
    refuse(fmt::format("{}: is not there yet; `uptake sweep merge {}` makes it", file.string(),
                       folder.string()));
  try {
    Database db(file, Database::Mode::read);
    Statement version(db, "PRAGMA user_version");
    version.step();
    if (version.integer(0) != merged_schema)
      refuse(
          fmt::format("{}: is of an older uptake or none (schema {}, expected {}); `uptake sweep merge {}` "
                      "makes it anew from the shards",
                      file.string(), version.integer(0), merged_schema, folder.string()));
    Statement plan(db, "SELECT value FROM meta WHERE key='plan'");
    if (!plan.step() || plan.text(0) != sweep.hash)
      refuse(fmt::format("{}: belongs to another plan; `uptake sweep merge {}` makes it anew", file.string(),
                         folder.string()));
    Statement runs(db, "SELECT count(*) FROM runs WHERE run<0 OR run>=?");
    runs.bind(1, static_cast<std::int64_t>(sweep.n_runs())).step();
    if (runs.integer(0) != 0)
      refuse(
          fmt::format("{}: is damaged (it holds runs that are not planned); `uptake sweep merge {}` makes it "
                      "anew from the shards",
                      file.string(), folder.string()));
    return db;
  } catch (const StoreError& error) {
    refuse(fmt::format("{}: is damaged ({}); `uptake sweep merge {}` makes it anew from the shards",
                       file.string(), error.what(), folder.string()));
  }
}

MergedState merged_state(const Sweep& sweep, const fs::path& folder) {
  const Database db = open_merged(sweep, folder);
  MergedState state;
  Statement get(db,
                "SELECT (SELECT value='complete' FROM meta WHERE key='state'), (SELECT count(*) FROM runs), "
                "(SELECT count(*) FROM failures)");
  get.step();
  state.is_complete = get.integer(0) == 1;
  state.n_runs = static_cast<std::size_t>(get.integer(1));
  state.n_failed = static_cast<std::size_t>(get.integer(2));
  std::error_code error;
  const auto made = fs::last_write_time(folder / merged_file, error);
  for (const fs::path& file : shard_files(folder)) {
    const auto written = fs::last_write_time(file, error);
    state.is_older = state.is_older || (!error && written > made);
  }
  return state;
}

std::string merged_text(const Sweep& sweep, const MergedState& state) {
  return fmt::format("{} of {} runs{}", state.n_runs, sweep.n_runs(),
                     state.n_failed > 0 ? fmt::format(", {} failed", state.n_failed) : std::string());
}

MergeEnd merge(const Sweep& sweep, const fs::path& folder, bool partial, Progress::Show show) {
  refuse_study(sweep, folder);
  const FileLock lock(folder / "merge.lock");
  const Found found = look_at_all(sweep, folder);
  MergeEnd end;
  end.n_runs = found.n_done;
  end.n_failed = found.failures.size();
  end.n_missing = sweep.n_runs() - end.n_runs - end.n_failed;
  const bool complete = end.n_runs == sweep.n_runs();
  if (!complete && !partial)
    refuse(fmt::format(
        "{}: {} of {} runs are done, {} failed, {} are missing; nothing was changed. `uptake sweep "
        "run` computes what is missing, `uptake sweep retry --failed` what failed; --partial "
        "merges what there is{}",
        folder.string(), end.n_runs, sweep.n_runs(), end.n_failed, end.n_missing,
        missing_text(sweep, folder, found)));
  const fs::path fresh = folder / (std::string(merged_file) + ".tmp");
  std::error_code ignored;
  fs::remove(fresh, ignored);
  try {
    end.n_rows = write_merged(sweep, found, complete, fresh, show);
  } catch (...) {
    fs::remove(fresh, ignored);
    throw;
  }
  fs::rename(fresh, folder / merged_file);
  return end;
}

}  // namespace uptake
