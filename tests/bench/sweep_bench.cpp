// SPDX-License-Identifier: Apache-2.0
// What does a sweep cost beside its runs, and how does it grow? Measured, never asserted:
//   bench_sweep overhead FOLDER [UNITS] [FAMILIES]  units of one run, bare and as shards of a sweep, in turns
//   bench_sweep growth FOLDER [RUNS] [SHARDS]       plan, made-up shards, merge and a question, without a run
// Built by name alone: ninja -C build/release bench_sweep. The figures of docs/guides/cluster.md come from
// it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/sweep/merge.hpp"
#include "sim/base/random.hpp"
#include "sim/store/files.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

const fs::path scenarios = UPTAKE_SOURCE_DIR "/scenarios";
const fs::path data = scenarios / "data";

template <class Work>
double seconds_of(const Work& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The most memory that this process has had, MB.
double peak_megabytes() {
  std::ifstream in("/proc/self/status");
  for (std::string word; in >> word;) {
    double kilobytes = 0;
    if (word == "VmHWM:" && in >> kilobytes) return kilobytes / 1000;
  }
  return 0;
}

double megabytes_in(const fs::path& folder) {
  double bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes / 1e6;
}

// ---- overhead ------------------------------------------------------------------------------------------

/// The runs of a shard as they are without a sweep: read what they need, make families, live.
void live_bare(const Sweep& sweep, std::int64_t unit) {
  const Study study = study_of(sweep.design, data);
  const std::int64_t first = sweep.units[static_cast<std::size_t>(unit)].first;
  const SweepRun& run = sweep.runs[static_cast<std::size_t>(first)];
  FamiliesOf families(sweep);
  families.make({families_key(sweep, run)}, 1, Progress::Show::nothing);
  std::size_t n = 0;
  work_unit(
      sweep, {first}, families.at(families_key(sweep, run)), false,
      [&](std::int64_t, const RunResult& result) { n += result.values.size(); },
      [](std::int64_t, const std::string& error) { throw std::runtime_error(error); });
  if (n == 0) throw std::runtime_error("a run without figures");
}

void measure_overhead(const fs::path& folder, int n_units, double families) {
  write_whole(folder / "overhead.yaml",
              fmt::format("title: {{en: overhead, nl: overlast}}\nscenarios: [{}]\nfamilies: {}\ndraws: {}\n"
                          "populations: 1\nkeep:\n  measures: [contact, helped, need]\n  by: [total, gender, "
                          "education]\n  years: [2030]\n",
                          (scenarios / "baseline.yaml").string(), families, n_units));
  const Sweep sweep = expand(load_design(folder / "overhead.yaml", data));
  write_plan(sweep, folder / "overhead");
  double bare = 0, swept = 0;
  std::vector<double> ratios;
  live_bare(sweep, 0);  // what the first one finds cold is no part of either
  fmt::print("unit  bare, s  sweep, s\n");
  for (int i = 0; i < n_units; ++i) {
    double without = 0, with = 0;
    const auto one = [&](bool in_sweep) {
      if (!in_sweep) {
        without = seconds_of([&] { live_bare(sweep, i); });
        return;
      }
      with = seconds_of([&] {
        const Sweep read = read_plan(folder / "overhead", data);
        const SweepWork work{.shard = i + 1, .of = n_units, .threads = 1};
        if (work_on(read, folder / "overhead", work, Progress::Show::nothing).n_now != 1)
          throw std::runtime_error("a shard without its run: begin in an empty folder");
      });
    };
    one(i % 2 == 1);
    one(i % 2 == 0);
    fmt::print("{:4}  {:7.3f}  {:8.3f}\n", i, without, with);
    bare += without;
    swept += with;
    ratios.push_back(with / without);
  }
  std::ranges::sort(ratios);
  fmt::print("together {:.2f} s bare, {:.2f} s in the sweep: {:+.1f} %; median of the pairs {:+.1f} %\n",
             bare, swept, 100 * (swept / bare - 1), 100 * (ratios[ratios.size() / 2] - 1));
}

// ---- growth --------------------------------------------------------------------------------------------

/// 108 figures that no run has made: three measures, two domains, six groups, three years.
std::vector<RunResult::Value> made_up(std::int64_t run) {
  struct Group {
    const char *variable, *category;
  };
  constexpr std::array groups{Group{"total", "total"},
                              Group{"gender", "men"},
                              Group{"gender", "women"},
                              Group{"education", "lower_secondary"},
                              Group{"education", "upper_secondary"},
                              Group{"education", "higher"}};
  std::vector<RunResult::Value> values;
  std::uint32_t k = 0;
  for (const char* measure : {"contact", "helped", "need"}) {
    for (const std::string_view domain : domain_codes) {
      for (const Group& group : groups) {
        for (const int year : {2028, 2029, 2030})
          values.push_back({{measure, std::string(domain), group.variable, group.category},
                            year,
                            hash_id(static_cast<std::uint32_t>(run), k++) / 4294967296.0});
      }
    }
  }
  return values;
}

void measure_growth(const fs::path& folder, int n_runs, int n_shards) {
  const int n_points = std::max(2, n_runs / 10);
  write_whole(
      folder / "growth.yaml",
      fmt::format("title: {{en: growth, nl: groei}}\nscenarios: [{}, {}]\nfamilies: 500\ndraws: 10\n"
                  "points:\n  design: sobol\n  number: {}\n  vary:\n    levers.campaign_parenting.reach: "
                  "{{from: 5 %, to: 40 %}}\nkeep:\n  measures: [contact, helped, need]\n  domains: "
                  "[relationship, parenting]\n  by: [total, gender, education]\n  years: [2028, 2029, "
                  "2030]\n",
                  (scenarios / "baseline.yaml").string(), (scenarios / "campaign.yaml").string(), n_points));
  const fs::path out = folder / "growth";
  write_plan(expand(load_design(folder / "growth.yaml", data)), out);
  Sweep sweep;
  const double planning = seconds_of([&] { sweep = read_plan(out, data); });
  const auto n = static_cast<double>(sweep.n_runs());
  const double n_figures = n * static_cast<double>(made_up(0).size());
  fmt::print("{:.0f} runs of {:.0f} figures in {} shards\n", n, n_figures / n, n_shards);
  fmt::print("the plan made anew   {:8.1f} s, at most {:.0f} MB\n", planning, peak_megabytes());

  const double writing = seconds_of([&] {
    fs::create_directories(out / "shards");
    for (int s = 1; s <= n_shards; ++s) {
      Shard shard = Shard::write(shard_file(out, s, n_shards), key_of(sweep));
      for (std::size_t u = static_cast<std::size_t>(s) - 1; u < sweep.units.size();
           u += static_cast<std::size_t>(n_shards)) {
        const SweepUnit& unit = sweep.units[u];
        const std::size_t size = sweep.blocks[static_cast<std::size_t>(unit.block)].size();
        for (std::int64_t run = unit.first; run < unit.first + static_cast<std::int64_t>(size); ++run)
          shard.add({run, run_id(sweep, sweep.runs[static_cast<std::size_t>(run)]), 1, 0, 1, {}, 0},
                    made_up(run));
      }
    }
  });
  const double shard_megabytes = megabytes_in(out / "shards");
  fmt::print("shards, a run a time {:8.1f} s, {:.1f} ms a run; {:.0f} MB, {:.0f} bytes a figure\n", writing,
             1000 * writing / n, shard_megabytes, 1e6 * shard_megabytes / n_figures);

  const double merging = seconds_of([&] { merge(sweep, out, false, Progress::Show::nothing); });
  const double merged_megabytes = static_cast<double>(fs::file_size(out / merged_file)) / 1e6;
  fmt::print(
      "merge                {:8.1f} s, {:.0f} figures a second, at most {:.0f} MB; {:.0f} MB, {:.0f} bytes a "
      "figure\n",
      merging, n_figures / merging, peak_megabytes(), merged_megabytes, 1e6 * merged_megabytes / n_figures);

  std::int64_t n_rows = 0;
  const double asking = seconds_of([&] {
    const Database db = open_merged(sweep, out);
    Statement question(
        db,
        "SELECT point, avg(value) FROM measures WHERE measure='contact' AND domain='parenting' AND "
        "variable='total' AND category='total' AND year=2030 GROUP BY point");
    while (question.step()) ++n_rows;
  });
  fmt::print("a question           {:8.2f} s: the mean of a series at {} points\n", asking, n_rows);
}

int number(const std::vector<std::string>& words, std::size_t at, int usual) {
  if (words.size() <= at) return usual;
  int n = 0;
  const std::string& word = words[at];
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
  if (error != std::errc{} || end != word.data() + word.size() || n < 1)
    throw std::runtime_error(word + ": expected a number from 1 on");
  return n;
}

}  // namespace
}  // namespace uptake

int main(int argc, char** argv) {
  using namespace uptake;
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() < 2 || (words[0] != "overhead" && words[0] != "growth"))
      throw std::runtime_error(
          "expected overhead FOLDER [UNITS] [FAMILIES], or growth FOLDER [RUNS] [SHARDS]");
    fs::create_directories(words[1]);
    if (!fs::is_empty(words[1])) throw std::runtime_error(words[1] + ": expected an empty folder");
    if (words[0] == "overhead") {
      measure_overhead(words[1], number(words, 2, 20), number(words, 3, 10'000));
    } else {
      measure_growth(words[1], number(words, 2, 100'000), number(words, 3, 64));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_sweep: {}\n", error.what());
    return 1;
  }
  return 0;
}
