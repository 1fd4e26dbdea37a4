// SPDX-License-Identifier: Apache-2.0
#include "sim/store/shard.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <map>

#include "sim/base/errors.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/schema.hpp"
#include "sim/store/store_checks.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

constexpr const char* shard_sql = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs(
  run INTEGER PRIMARY KEY, id TEXT NOT NULL, seed INTEGER NOT NULL, stream INTEGER NOT NULL,
  real_per_simulated REAL NOT NULL, hash TEXT NOT NULL, ended INTEGER NOT NULL);
CREATE TABLE figures(
  run INTEGER NOT NULL, series_id INTEGER NOT NULL, year INTEGER NOT NULL, value REAL NOT NULL,
  PRIMARY KEY(run, series_id, year)) WITHOUT ROWID;
CREATE TABLE failures(run INTEGER PRIMARY KEY, id TEXT NOT NULL, error TEXT NOT NULL);
-- What a study's run leaves beside its figures. Empty in a sweep by design.
CREATE TABLE fit(
  run INTEGER NOT NULL, target INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY(run, target)) WITHOUT ROWID;
CREATE TABLE contacts(run INTEGER PRIMARY KEY, packed BLOB NOT NULL);
)sql";

constexpr int patience = 20'000;  ///< ms that a reader and the writer wait for each other

void make_ready(Database& database) {
  sqlite3_busy_timeout(database.handle(), patience);
  database.execute("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL;");
}

/// What a damaged file throws becomes a refusal; a full disk or the like stays what it is.
template <class Work>
auto told(const fs::path& file, const Work& work) {
  try {
    return work();
  } catch (const StoreError& error) {
    if (is_damage(error.code())) refuse_damaged(file, error.what());
    throw;
  }
}

}  // namespace

void refuse_damaged(const fs::path& file, const std::string& reason) {
  refuse(
      fmt::format("{}: is damaged ({}); nothing was changed. Move this file away: its runs are then missing, "
                  "and `uptake sweep run` computes them again",
                  file.string(), reason));
}

std::vector<ShardRow> shard_rows(const std::vector<RunResult::Value>& values) {
  std::map<Series, std::int64_t> keys;
  std::vector<ShardRow> rows;
  rows.reserve(values.size());
  for (const RunResult::Value& v : values) {
    auto found = keys.find(v.series);
    if (found == keys.end()) found = keys.emplace(v.series, series_key(v.series)).first;
    rows.push_back({found->second, v.year, v.value});
  }
  std::ranges::sort(rows);
  return rows;
}

std::string shard_hash(const ShardRun& run, const std::vector<ShardRow>& rows) {
  std::string all;
  add_field(all, std::to_string(run.run));
  add_field(all, run.id);
  all +=
      fmt::format("{} {} {:x};", run.seed, run.stream, std::bit_cast<std::uint64_t>(run.real_per_simulated));
  for (const ShardRow& row : rows)
    all += fmt::format("{} {} {:x};", row.series, row.year, std::bit_cast<std::uint64_t>(row.value));
  for (const auto& [target, value] : run.fit)
    all += fmt::format("fit {} {:x};", target, std::bit_cast<std::uint64_t>(value));
  add_field(all, run.contacts);
  return sha256(all);
}

Shard::Shard(fs::path file, Database database) : file_(std::move(file)), database_(std::move(database)) {}

bool Shard::holds_nothing(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return true;
  try {
    Database database(file, Database::Mode::write);  // takes back what a killed worker left half done
    sqlite3_busy_timeout(database.handle(), patience);
    Statement count(database, "SELECT count(*) FROM sqlite_master");
    return count.step() && count.integer(0) == 0;
  } catch (const StoreError&) {
    return false;
  }
}

Shard Shard::write(const fs::path& file, const SweepKey& key) {
  if (!holds_nothing(file)) {
    Shard shard = told(file, [&] {
      Shard found(file, Database(file, Database::Mode::write));
      make_ready(found.database_);
      return found;
    });
    shard.check_key(key);
    shard.check();
    return shard;
  }
  Shard shard(file, Database(file, Database::Mode::create));
  make_ready(shard.database_);
  Transaction transaction(shard.database_);
  shard.database_.execute(series_sql);
  shard.database_.execute(shard_sql);
  shard.database_.execute(fmt::format("PRAGMA user_version={}", shard_schema));
  Statement put(shard.database_, "INSERT INTO meta VALUES(?,?)");
  put.bind(1, std::string_view("data")).bind(2, std::string_view(key.data)).run();
  put.bind(1, std::string_view("model")).bind(2, std::string_view(key.model)).run();
  put.bind(1, std::string_view("plan")).bind(2, std::string_view(key.plan)).run();
  transaction.commit();
  return shard;
}

Shard Shard::read(const fs::path& file, const SweepKey& key) {
  // a reader that may only read could not take back what a killed worker left half done
  Shard shard = told(file, [&] {
    Shard found(file, Database(file, Database::Mode::write));
    sqlite3_busy_timeout(found.database_.handle(), patience);
    return found;
  });
  shard.check_key(key);
  return shard;
}

void Shard::check_key(const SweepKey& key) const {
  told(file_, [&] {
    Statement version(database_, "PRAGMA user_version");
    version.step();
    if (version.integer(0) != shard_schema)
      refuse(fmt::format(
          "{}: is of an older uptake or none (schema {}, expected {}), so that its runs cannot be gone on "
          "with; nothing was changed. Of a sweep: move it away, and `uptake sweep run` computes its runs "
          "again; "
          "of a sensitivity analysis: another --out, or --force",
          file_.string(), version.integer(0), shard_schema));
    const auto meta = [&](std::string_view name) {
      Statement get(database_, "SELECT value FROM meta WHERE key=?");
      get.bind(1, name);
      return get.step() ? get.text(0) : std::string();
    };
    const SweepKey own{meta("model"), meta("data"), meta("plan")};
    if (own == key) return;
    std::string differs;
    if (own.model != key.model) differs += fmt::format(" the program (uptake {})", own.model);
    if (own.data != key.data) differs += std::string(differs.empty() ? "" : ",") + " the data";
    if (own.plan != key.plan) differs += std::string(differs.empty() ? "" : ",") + " the plan";
    refuse(fmt::format("{}: is a shard of another sweep:{} differ; nothing was changed. Move it away",
                       file_.string(), differs));
  });
}

void Shard::check() const {
  told(file_, [&] {
    Statement quick(database_, "PRAGMA quick_check(1)");
    quick.step();
    if (quick.text(0) != "ok") refuse_damaged(file_, quick.text(0));
    for (const ShardSeries& s : series()) {
      if (series_key(s.series) != s.id) refuse_damaged(file_, "a series no longer fits its key");
    }
    for (const ShardRun& run : runs()) {
      std::vector<ShardRow> all;
      rows(run.run, run.run + 1, [&](std::int64_t, const ShardRow& row) { all.push_back(row); });
      if (shard_hash(whole(run), all) != run.hash)
        refuse_damaged(file_, fmt::format("run {} no longer fits its hash", run.run));
    }
  });
}

void Shard::add(ShardRun run, const std::vector<RunResult::Value>& values) {
  const std::vector<ShardRow> rows = shard_rows(values);
  run.hash = shard_hash(run, rows);
  Transaction transaction(database_);
  Statement put_series(database_, "INSERT OR IGNORE INTO series VALUES(?,?,?,?,?)");
  Series last;
  for (const RunResult::Value& v : values) {
    if (v.series == last) continue;
    last = v.series;
    put_series.bind(1, series_key(last)).bind(2, std::string_view(last.measure));
    put_series.bind(3, std::string_view(last.domain)).bind(4, std::string_view(last.variable));
    put_series.bind(5, std::string_view(last.category)).run();
  }
  Statement put_figure(database_, "INSERT INTO figures VALUES(?,?,?,?)");
  for (const ShardRow& row : rows)
    put_figure.bind(1, run.run).bind(2, row.series).bind(3, std::int64_t{row.year}).bind(4, row.value).run();
  Statement put_run(database_, "INSERT INTO runs VALUES(?,?,?,?,?,?,?)");
  put_run.bind(1, run.run).bind(2, std::string_view(run.id)).bind(3, std::int64_t{run.seed});
  put_run.bind(4, std::int64_t{run.stream}).bind(5, run.real_per_simulated);
  put_run.bind(6, std::string_view(run.hash)).bind(7, run.ended).run();
  Statement put_fit(database_, "INSERT INTO fit VALUES(?,?,?)");
  for (const auto& [target, value] : run.fit) put_fit.bind(1, run.run).bind(2, target).bind(3, value).run();
  if (!run.contacts.empty())
    Statement(database_, "INSERT INTO contacts VALUES(?,?)")
        .bind(1, run.run)
        .bind_bytes(2, run.contacts)
        .run();
  Statement(database_, "DELETE FROM failures WHERE run=?").bind(1, run.run).run();
  transaction.commit();
}

void Shard::add_failure(const ShardFailure& failure) {
  Transaction transaction(database_);
  Statement put(database_, "INSERT OR REPLACE INTO failures VALUES(?,?,?)");
  put.bind(1, failure.run).bind(2, std::string_view(failure.id)).bind(3, std::string_view(failure.error));
  put.run();
  transaction.commit();
}

std::vector<ShardRun> Shard::runs(std::int64_t first, std::int64_t last) const {
  return told(file_, [&] {
    std::vector<ShardRun> all;
    Statement get(
        database_,
        "SELECT run, id, seed, stream, real_per_simulated, hash, ended FROM runs WHERE run>=? AND run<? "
        "ORDER BY run");
    get.bind(1, first).bind(2, last);
    while (get.step())
      all.push_back({get.integer(0),
                     get.text(1),
                     static_cast<std::uint32_t>(get.integer(2)),
                     static_cast<std::uint32_t>(get.integer(3)),
                     get.number(4),
                     get.text(5),
                     get.integer(6),
                     {},
                     {}});
    return all;
  });
}

ShardRun Shard::whole(ShardRun run) const {
  return told(file_, [&] {
    run.fit.clear();
    Statement fit(database_, "SELECT target, value FROM fit WHERE run=? ORDER BY target");
    fit.bind(1, run.run);
    while (fit.step()) run.fit.emplace_back(fit.integer(0), fit.number(1));
    Statement contacts(database_, "SELECT packed FROM contacts WHERE run=?");
    contacts.bind(1, run.run);
    run.contacts = contacts.step() ? contacts.text(0) : std::string();
    return run;
  });
}

std::vector<ShardFailure> Shard::failures() const {
  return told(file_, [&] {
    std::vector<ShardFailure> all;
    Statement get(database_, "SELECT run, id, error FROM failures ORDER BY run");
    while (get.step()) all.push_back({get.integer(0), get.text(1), get.text(2)});
    return all;
  });
}

std::vector<ShardSeries> Shard::series() const {
  return told(file_, [&] {
    std::vector<ShardSeries> all;
    Statement get(database_, "SELECT series_id, measure, domain, variable, category FROM series ORDER BY 1");
    while (get.step()) all.push_back({get.integer(0), {get.text(1), get.text(2), get.text(3), get.text(4)}});
    return all;
  });
}

void Shard::rows(std::int64_t first, std::int64_t last,
                 const std::function<void(std::int64_t, const ShardRow&)>& look) const {
  told(file_, [&] {
    Statement get(database_,
                  "SELECT run, series_id, year, value FROM figures WHERE run>=? AND run<? ORDER BY run, "
                  "series_id, year");
    get.bind(1, first).bind(2, last);
    while (get.step())
      look(get.integer(0), {get.integer(1), static_cast<int>(get.integer(2)), get.number(3)});
  });
}

void Shard::copy_to(const fs::path& file) const {
  const fs::path fresh = file.string() + ".tmp";
  std::error_code ignored;
  fs::remove(fresh, ignored);
  Statement(database_, "VACUUM INTO ?").bind(1, std::string_view(fresh.native())).run();
  fs::rename(fresh, file);
}

}  // namespace uptake
