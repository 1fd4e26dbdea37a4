// SPDX-License-Identifier: Apache-2.0
#include "sim/store/store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "sim/base/errors.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/json.hpp"
#include "sim/store/schema.hpp"
#include "sim/store/store_checks.hpp"
#include "sim/store/views.hpp"

namespace uptake {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}

/// One program at a time writes here, and whoever comes second is told so; the lock ends with the process.
void take_for_writing(Database& database, const std::filesystem::path& folder) {
  sqlite3_busy_timeout(database.handle(), 500);
  try {
    database.execute(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=OFF; BEGIN EXCLUSIVE; COMMIT;");
  } catch (const StoreError& error) {
    if (error.code() == SQLITE_BUSY) {
      refuse(fmt::format("{}: another uptake is writing here (or the file system has no working locks)",
                         folder.string()));
    }
    if (is_damage(error.code())) {
      refuse(fmt::format("{}: is damaged ({}); {}", (folder / store_file).string(), error.what(),
                         what_to_do(database)));
    }
    throw;
  }
}

}  // namespace

std::string StudyKey::fingerprint() const {
  std::string all;
  for (const std::string& part : {model, data, plan}) add_field(all, part);
  for (const std::string& scenario : scenarios) add_field(all, scenario);
  return sha256(all);
}

std::int64_t series_key(const Series& series) {
  std::string all;
  for (const std::string* part : {&series.measure, &series.domain, &series.variable, &series.category}) {
    add_field(all, *part);
  }
  return std::stoll(sha256(all).substr(0, 12), nullptr, 16);
}

Store::Store(std::filesystem::path folder, Database database)
    : folder_(std::move(folder)), database_(std::move(database)) {}

Store Store::create(const std::filesystem::path& folder, const StudyKey& key,
                    const std::vector<StoredScenario>& scenarios, const std::vector<StoredTarget>& targets,
                    const std::map<std::string, std::string>& meta) {
  const std::filesystem::path file = folder / store_file;
  if (std::filesystem::exists(file)) refuse(file.string() + ": is there already");
  Store store(folder, Database(file, Database::Mode::create));
  take_for_writing(store.database_, folder);
  Database& db = store.database_;
  Transaction transaction(db);
  db.execute(series_sql);
  db.execute(schema_sql);
  db.execute(fmt::format("PRAGMA user_version={}", store_schema));
  std::map<std::string, std::string> all = meta;
  all["schema"] = std::to_string(store_schema);
  all["model"] = key.model;
  all["data"] = key.data;
  all["plan"] = key.plan;
  all["scenario_hashes"] = joined(key.scenarios);
  all["fingerprint"] = key.fingerprint();
  all["state"] = "open";
  all.erase("design_sha256");
  Statement put_meta(db, "INSERT INTO meta VALUES(?,?)");
  for (const auto& [name, value] : all) put_meta.bind(1, name).bind(2, value).run();
  Statement put_scenario(db, "INSERT INTO scenarios VALUES(?,?,?,?,?)");
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const StoredScenario& s = scenarios[i];
    put_scenario.bind(1, static_cast<std::int64_t>(i)).bind(2, s.name).bind(3, std::int64_t{s.baseline});
    put_scenario.bind(4, s.description).bind(5, s.resolved).run();
  }
  Statement put_target(db, "INSERT INTO targets VALUES(?,?,?,?,?,?,?,?,?,?)");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const StoredTarget& t = targets[i];
    put_target.bind(1, static_cast<std::int64_t>(i))
        .bind(2, t.table)
        .bind(3, t.domain)
        .bind(4, std::int64_t{t.year});
    put_target.bind(5, t.sample)
        .bind(6, t.measure)
        .bind(7, t.variable)
        .bind(8, t.category)
        .bind(9, t.published);
    t.n ? put_target.bind(10, *t.n) : put_target.bind_null(10);
    put_target.run();
  }
  put_meta.bind(1, std::string_view("design_sha256")).bind(2, design_hash(db)).run();
  transaction.commit();
  return store;
}

Store Store::resume(const std::filesystem::path& folder, const StudyKey& key) {
  Store store = [&] {
    try {
      return Store(folder, Database(folder / store_file, Database::Mode::write));
    } catch (const StoreError& error) {
      refuse(error.what());
    }
  }();
  take_for_writing(store.database_, folder);
  store.check_readable();
  std::string differs;
  const auto compare = [&](const char* what, const std::string& name, const std::string& wanted) {
    if (store.meta(name) != wanted) differs += fmt::format("{}{}", differs.empty() ? "" : ", ", what);
  };
  compare("the program's version", "model", key.model);
  compare("the data", "data", key.data);
  compare("the plan (families, draws, replicates, populations, seed, posterior)", "plan", key.plan);
  compare("the scenarios", "scenario_hashes", joined(key.scenarios));
  if (!differs.empty()) {
    refuse(fmt::format("{}: holds the results of another study: {} differ; {}", folder.string(), differs,
                       what_to_do(store.database_)));
  }
  return store;
}

bool Store::holds_nothing(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / store_file;
  if (!std::filesystem::exists(file)) return true;
  try {
    const Database database(file, Database::Mode::write);
    sqlite3_busy_timeout(database.handle(), 500);
    Statement count(database, "SELECT count(*) FROM sqlite_master");
    return count.step() && count.integer(0) == 0;
  } catch (const StoreError&) {
    return false;
  }
}

Store Store::read(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / store_file;
  if (!std::filesystem::is_regular_file(file)) {
    refuse(fmt::format("{}: no {} here, expected the output folder of `uptake run` or `uptake compare`",
                       folder.string(), store_file));
  }
  Store store(folder, Database(file, Database::Mode::read));
  store.check_readable();
  return store;
}

void Store::add(const RunResult& result) {
  struct Row {
    std::int64_t series;
    int year;
    double value;
    auto operator<=>(const Row&) const = default;
  };
  std::map<Series, std::int64_t> keys;
  std::vector<Row> rows;
  rows.reserve(result.values.size());
  for (const RunResult::Value& v : result.values) {
    auto found = keys.find(v.series);
    if (found == keys.end()) found = keys.emplace(v.series, series_key(v.series)).first;
    rows.push_back({found->second, v.year, v.value});
  }
  std::sort(rows.begin(), rows.end());

  const RunId& run = result.run;
  RunHash hash(run, result.seed, result.stream, result.real_per_simulated, result.contacts);
  Transaction transaction(database_);
  Statement put_series(database_, "INSERT OR IGNORE INTO series VALUES(?,?,?,?,?)");
  for (const auto& [series, id] : keys) {
    put_series.bind(1, id).bind(2, series.measure).bind(3, series.domain).bind(4, series.variable);
    put_series.bind(5, series.category).run();
  }
  Statement put_figure(database_, "INSERT INTO figures VALUES(?,?,?,?)");
  for (const Row& row : rows) {
    hash.figure(row.series, row.year, row.value);
    put_figure.bind(1, run.id).bind(2, row.series).bind(3, std::int64_t{row.year}).bind(4, row.value).run();
  }
  Statement put_fit(database_, "INSERT INTO fit VALUES(?,?,?)");
  for (std::size_t t = 0; t < result.fit.size(); ++t) {
    const std::optional<double>& fit = result.fit[t];
    if (!fit) continue;
    hash.fit(static_cast<std::int64_t>(t), *fit);
    put_fit.bind(1, run.id).bind(2, static_cast<std::int64_t>(t)).bind(3, *fit).run();
  }
  Statement put_run(database_, "INSERT INTO runs VALUES(?,?,?,?,?,?,?,?,?,?)");
  put_run.bind(1, run.id).bind(2, std::int64_t{run.scenario}).bind(3, std::int64_t{run.draw});
  put_run.bind(4, std::int64_t{run.replicate}).bind(5, std::int64_t{run.population});
  put_run.bind(6, std::int64_t{result.seed})
      .bind(7, std::int64_t{result.stream})
      .bind(8, result.real_per_simulated);
  put_run.bind(9, hash.hex()).bind_bytes(10, result.contacts).run();
  transaction.commit();
}

bool Store::finished() const { return meta("state") == "finished"; }

void Store::finish() {
  if (finished()) return;
  const std::filesystem::path file = folder_ / store_file;
  std::filesystem::path fresh = folder_ / store_file;
  fresh += ".tmp";
  std::error_code ignored;
  std::filesystem::remove(fresh, ignored);
  {
    Transaction transaction(database_);
    database_.execute(index_sql);
    transaction.commit();
  }
  if (!has_views(database_))
    add_views(database_, DatabaseKind::study,
              category_labels(own_labels(*this), series(), region_told(*this)));
  // A copy is laid out by key, whatever the order in which the runs came; then it takes the old one's place
  // at once.
  Statement(database_, "VACUUM INTO ?").bind(1, fresh.string()).run();
  {
    Database copy(fresh, Database::Mode::write);
    copy.execute("UPDATE meta SET value='finished' WHERE key='state'");
  }
  database_ = Database(fresh, Database::Mode::read);  // lets go of the old file
  std::filesystem::rename(fresh, file);
  std::filesystem::remove(file.string() + "-journal", ignored);
  database_ = Database(file, Database::Mode::read);
}

std::string Store::meta(const std::string& key) const {
  Statement get(database_, "SELECT value FROM meta WHERE key=?");
  get.bind(1, key);
  return get.step() ? get.text(0) : std::string{};
}

std::vector<StoredScenario> Store::scenarios() const {
  std::vector<StoredScenario> all;
  Statement get(database_, "SELECT name, baseline, description, resolved FROM scenarios ORDER BY scenario");
  while (get.step()) all.push_back({get.text(0), get.integer(1) != 0, get.text(2), get.text(3)});
  return all;
}

std::vector<StoredTarget> Store::targets() const {
  std::vector<StoredTarget> all;
  Statement get(
      database_,
      "SELECT \"table\", domain, year, sample, measure, variable, category, published, n FROM targets"
      " ORDER BY target");
  while (get.step()) {
    all.push_back({get.text(0),
                   get.text(1),
                   static_cast<int>(get.integer(2)),
                   get.text(3),
                   get.text(4),
                   get.text(5),
                   get.text(6),
                   get.number(7),
                   {}});
    if (!get.is_null(8)) all.back().n = get.number(8);
  }
  return all;
}

std::vector<StoredRun> Store::runs() const {
  std::vector<StoredRun> all;
  Statement get(
      database_,
      "SELECT run_id, scenario, draw, replicate, population, seed, stream, real_per_simulated, fingerprint"
      " FROM runs ORDER BY run_id");
  while (get.step()) {
    all.push_back({{get.integer(0), static_cast<int>(get.integer(1)), static_cast<int>(get.integer(2)),
                    static_cast<int>(get.integer(3)), static_cast<int>(get.integer(4))},
                   static_cast<std::uint32_t>(get.integer(5)),
                   static_cast<std::uint32_t>(get.integer(6)),
                   get.number(7),
                   get.text(8)});
  }
  return all;
}

std::vector<Series> Store::series() const {
  std::vector<Series> all;
  Statement get(database_, "SELECT measure, domain, variable, category FROM series ORDER BY 1, 2, 3, 4");
  while (get.step()) all.push_back({get.text(0), get.text(1), get.text(2), get.text(3)});
  return all;
}

std::vector<SeriesValue> Store::values(const Series& series) const {
  std::vector<SeriesValue> all;
  Statement get(database_, "SELECT year, run_id, value FROM figures WHERE series_id=? ORDER BY year, run_id");
  get.bind(1, series_key(series));
  while (get.step()) all.push_back({static_cast<int>(get.integer(0)), get.integer(1), get.number(2)});
  return all;
}

std::vector<std::pair<std::int64_t, double>> Store::fit(std::size_t target) const {
  std::vector<std::pair<std::int64_t, double>> all;
  Statement get(database_, "SELECT run_id, value FROM fit WHERE target=? ORDER BY run_id");
  get.bind(1, static_cast<std::int64_t>(target));
  while (get.step()) all.emplace_back(get.integer(0), get.number(1));
  return all;
}

std::string Store::contacts(std::int64_t run) const {
  Statement get(database_, "SELECT contacts FROM runs WHERE run_id=?");
  get.bind(1, run);
  return get.step() ? get.text(0) : std::string{};
}

}  // namespace uptake
