// SPDX-License-Identifier: Apache-2.0
#include "sim/store/store_checks.hpp"

#include <fmt/format.h>

#include <bit>

#include "sim/base/errors.hpp"
#include "sim/store/json.hpp"
#include "sim/store/schema.hpp"

namespace uptake {
namespace {

/// "", or what no longer fits. `hash`: the design's, as it was written; empty in results of 0.7.0 and before.
std::string damage_of_design(const Database& database, const std::string& hash) {
  if (!hash.empty() && hash != design_hash(database))
    return "the study, its scenarios or the survey's numbers no longer fit their checksum";
  Statement names(database, "SELECT series_id, measure, domain, variable, category FROM series");
  while (names.step()) {
    if (series_key({names.text(1), names.text(2), names.text(3), names.text(4)}) != names.integer(0))
      return "a series no longer fits its key";
  }
  return {};
}

/// Whether a text can be a file's name and nothing else: scenarios are named after their files, and become
/// files again.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('\0') == std::string::npos &&
         std::filesystem::path(name).filename() == name;
}

/// "", or what whoever reads the results cannot do without. A program that wrote it otherwise is not this
/// one.
std::string lack_of_design(const Store& store) {
  const std::vector<StoredScenario> scenarios = store.scenarios();
  if (scenarios.empty()) return "there is no scenario in it";
  if (!parse_json(store.meta("plan")).is_object()) return "what it holds as its plan is none";
  for (const StoredScenario& s : scenarios) {
    if (!is_plain_name(s.name))
      return fmt::format("a scenario is named '{}', which is no file's name", s.name);
    if (!parse_json(s.description).is_object())
      return fmt::format("what it tells of the scenario '{}' cannot be read", s.name);
  }
  return {};
}

/// Which program made a database, as far as it still tells.
std::string maker_of(const Database& database) {
  try {
    Statement get(database, "SELECT value FROM meta WHERE key='model'");
    const std::string model = get.step() ? get.text(0) : std::string();
    return model.empty() ? "another uptake" : "uptake " + model;
  } catch (const StoreError&) {
    return "another uptake";  // of another schema, or none
  }
}

}  // namespace

void add_field(std::string& all, std::string_view text) {
  all += std::to_string(text.size());
  all += ':';
  all += text;
}
void add_field(std::string& all, std::int64_t value) { add_field(all, std::to_string(value)); }
void add_field(std::string& all, double value) {
  add_field(all, std::to_string(std::bit_cast<std::uint64_t>(value)));
}

std::string design_hash(const Database& database) {
  std::string all;
  for (const char* rows :
       {"SELECT quote(key) || quote(value) FROM meta WHERE key NOT IN ('state', 'design_sha256') ORDER BY "
        "key",
        "SELECT quote(name) || quote(baseline) || quote(description) || quote(resolved) FROM scenarios "
        "ORDER BY scenario",
        "SELECT quote(\"table\") || quote(domain) || quote(year) || quote(sample) || quote(measure) || "
        "quote(variable) || quote(category) || quote(published) || quote(n) FROM targets ORDER BY target"}) {
    Statement get(database, rows);
    while (get.step()) add_field(all, get.text(0));
  }
  return sha256(all);
}

std::string_view what_to_do(const Database& database) {
  if (sqlite3_db_readonly(database.handle(), "main") == 1)
    return "nothing was changed; make the results again with the command that made them";
  return "nothing was changed; move the folder away, or begin again with --force (which removes its results)";
}

void Store::check_readable() const {
  const std::string file = (folder_ / store_file).string();
  try {
    Statement version(database_, "PRAGMA user_version");
    version.step();
    if (version.integer(0) != store_schema) {
      refuse(fmt::format("{}: was made by {} (schema version {}, expected {}), which alone opens it; {}",
                         file, maker_of(database_), version.integer(0), store_schema, what_to_do(database_)));
    }
    // also that each index says what its table says: figures are read from the index
    Statement check(database_, "PRAGMA integrity_check(1)");
    check.step();
    if (check.text(0) != "ok")
      refuse(fmt::format("{}: is damaged ({}); {}", file, check.text(0), what_to_do(database_)));
    if (const std::string damage = damage_of_design(database_, meta("design_sha256")); !damage.empty())
      refuse(fmt::format("{}: is damaged ({}); {}", file, damage, what_to_do(database_)));
    if (const std::string lack = lack_of_design(*this); !lack.empty())
      refuse(fmt::format("{}: is not as this program writes it ({}); {}", file, lack, what_to_do(database_)));
    check_runs();
  } catch (const StoreError& error) {
    if (error.code() == SQLITE_BUSY) refuse(fmt::format("{}: another uptake is writing here", file));
    refuse(fmt::format("{}: is damaged ({}); {}", file, error.what(), what_to_do(database_)));
  }
}

void Store::check_runs() const {
  const auto damaged = [&](std::int64_t run, const std::string& what) {
    refuse(fmt::format("{}: is damaged (run {} {}); {}", (folder_ / store_file).string(), run, what,
                       what_to_do(database_)));
  };
  Statement count(database_, "SELECT count(*) FROM scenarios");
  count.step();
  Statement runs(
      database_,
      "SELECT run_id, scenario, draw, replicate, population, seed, stream, real_per_simulated, fingerprint,"
      " contacts FROM runs ORDER BY run_id");
  Statement figures(database_,
                    "SELECT series_id, year, value FROM figures WHERE run_id=? ORDER BY series_id, year");
  Statement fits(database_, "SELECT target, value FROM fit WHERE run_id=? ORDER BY target");
  while (runs.step()) {
    const RunId id{runs.integer(0), static_cast<int>(runs.integer(1)), static_cast<int>(runs.integer(2)),
                   static_cast<int>(runs.integer(3)), static_cast<int>(runs.integer(4))};
    RunHash hash(id, static_cast<std::uint32_t>(runs.integer(5)), static_cast<std::uint32_t>(runs.integer(6)),
                 runs.number(7), runs.text(9));
    figures.bind(1, id.id);
    while (figures.step()) hash.figure(figures.integer(0), figures.integer(1), figures.number(2));
    figures.reset();
    fits.bind(1, id.id);
    while (fits.step()) hash.fit(fits.integer(0), fits.number(1));
    fits.reset();
    if (hash.hex() != runs.text(8)) damaged(id.id, "no longer fits its fingerprint");
    if (id.scenario < 0 || id.scenario >= count.integer(0))
      damaged(id.id, "is of a scenario that is not there");
  }
}

}  // namespace uptake
