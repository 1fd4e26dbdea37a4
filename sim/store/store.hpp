// SPDX-License-Identifier: Apache-2.0
// What has been computed so far? One SQLite file, results.sqlite, to which each finished run is committed
// whole. Journal TRUNCATE and never WAL, so that it also stands on network file systems. No timestamps: the
// same runs give the same tables, and after finish() the same bytes, in whatever order they were computed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/store/sqlite.hpp"

namespace uptake {

inline constexpr int store_schema = 2;  ///< 2: where families without a contact stand
inline constexpr const char* store_file = "results.sqlite";

/// What the results belong to. Runs of another study must never be mixed in.
struct StudyKey {
  std::string model;                   ///< the program's version
  std::string data;                    ///< hash of the evidence read
  std::string plan;                    ///< the plan, as text
  std::vector<std::string> scenarios;  ///< hash of each resolved scenario
  [[nodiscard]] std::string fingerprint() const;
};

struct StoredScenario {
  std::string name;
  bool baseline = false;
  std::string description;  ///< JSON: titles, levers, grades; what a report needs
  std::string resolved;     ///< YAML with every default written out
};

struct StoredTarget {
  std::string table, domain;
  int year = 0;
  std::string sample, measure, variable, category;
  double published = 0;  ///< as printed
  std::optional<double> n;
  /// Printed and simulated are percent; else an odds ratio.
  [[nodiscard]] bool is_percentage() const { return measure == "rate" || measure == "share"; }
};

struct RunId {
  std::int64_t id = 0;  ///< place in the plan, from 0
  int scenario = 0, draw = 0, replicate = 0, population = 0;
};

struct Series {
  std::string measure, domain, variable, category;
  auto operator<=>(const Series&) const = default;
};
/// The key of a series: 48 bits of its SHA-256, the same in every study, so that databases can be put
/// together.
std::int64_t series_key(const Series& series);

/// Everything that a run leaves behind.
struct RunResult {
  RunId run;
  std::uint32_t seed = 0, stream = 0;
  double real_per_simulated = 1;
  struct Value {
    Series series;
    int year = 0;
    double value = 0;
  };
  std::vector<Value> values;
  std::vector<std::optional<double>> fit;  ///< by target; nothing where it was not observed
  std::string contacts;                    ///< families with a contact and where the others stand, packed
};

struct StoredRun {
  RunId run;
  std::uint32_t seed = 0, stream = 0;
  double real_per_simulated = 1;
  std::string fingerprint;
};

/// One series of all runs: (year, run, value), by rising year, then run.
struct SeriesValue {
  int year = 0;
  std::int64_t run = 0;
  double value = 0;
};

class Store {
 public:
  /// A new file; there must be none.
  static Store create(const std::filesystem::path& folder, const StudyKey& key,
                      const std::vector<StoredScenario>& scenarios, const std::vector<StoredTarget>& targets,
                      const std::map<std::string, std::string>& meta);
  /// No file, or one in which nothing was ever committed (a program that was killed at once leaves such a
  /// file).
  static bool holds_nothing(const std::filesystem::path& folder);
  /// An existing one, to go on. Refused (BadInput, with what to do) when it is damaged, of another schema or
  /// study.
  static Store resume(const std::filesystem::path& folder, const StudyKey& key);
  /// An existing one, to read. Refused when damaged or of another schema.
  static Store read(const std::filesystem::path& folder);

  /// One transaction. The caller sees to it that one thread at a time is here.
  void add(const RunResult& result);
  /// Puts the tables in their final order with indices and writes the file anew: the bytes depend on the runs
  /// only.
  void finish();
  [[nodiscard]] bool finished() const;

  [[nodiscard]] std::string meta(const std::string& key) const;
  [[nodiscard]] std::vector<StoredScenario> scenarios() const;
  [[nodiscard]] std::vector<StoredTarget> targets() const;
  [[nodiscard]] std::vector<StoredRun> runs() const;  ///< by id
  [[nodiscard]] std::vector<Series> series() const;   ///< sorted
  [[nodiscard]] std::vector<SeriesValue> values(const Series& series) const;
  /// By run: the fit to one target; runs without a value are left out.
  [[nodiscard]] std::vector<std::pair<std::int64_t, double>> fit(std::size_t target) const;
  [[nodiscard]] std::string contacts(std::int64_t run) const;

 private:
  Store(std::filesystem::path folder, Database database);
  void check_readable() const;
  void check_runs() const;

  std::filesystem::path folder_;
  Database database_;
};

}  // namespace uptake
