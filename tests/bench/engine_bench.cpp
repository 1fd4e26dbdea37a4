// SPDX-License-Identifier: Apache-2.0
// Google Benchmark of the model's parts: each stage of the month, the month, population and network,
// observation, the store, random words. For whoever changes one of them; `uptake bench` measures the whole
// beside the machine's ceiling. Times are of one machine at one hour: compare within one call.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "analysis/bench/clock.hpp"
#include "sim/store/store.hpp"
#include "sim/survey/questionnaire.hpp"
#include "sim/survey/register.hpp"
#include "small_world.hpp"

namespace uptake {
namespace {

constexpr double n_families = 2'000;

/// A world in April 2016, from which every measurement goes on for some years.
const World& in_2016() {
  static const World world =
      small::live(small::families(n_families), small::scenario(), {.until = wave_2016});
  return world;
}

/// A stage, or the whole month (no stage), on months that go on; items are parents present.
void month(benchmark::State& state, std::size_t only) {
  constexpr std::size_t all = SIZE_MAX;
  World world = in_2016();
  double parents = 0;
  for (auto _ : state) {
    if (world.now >= month_of(2022, 1)) world = in_2016();
    double seconds = 0;
    for (std::size_t s = 0; s < step_order().size(); ++s) {
      const double took = bench::cpu_of([&] { step_order()[s].run(world); });
      if (only == s || only == all) seconds += took;
    }
    ++world.now;
    state.SetIterationTime(seconds);
    parents += static_cast<double>(world.present.size());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(parents));
}

void population(benchmark::State& state) {
  for (auto _ : state) {
    const auto made = small::build_families(n_families, 5);
    benchmark::DoNotOptimize(made.population.id.data());
  }
}

void survey(benchmark::State& state) {
  const SurveySettings settings =
      survey_settings(load_targets(small::scenarios_folder() / "data/survey/targets.csv"));
  for (auto _ : state) benchmark::DoNotOptimize(ask(in_2016(), Wave::w2016, settings));
}

void measures_of_a_year(benchmark::State& state) {
  std::vector<MeasureRow> rows;
  for (auto _ : state) {
    rows.clear();
    count_year(in_2016(), rows);
    benchmark::DoNotOptimize(rows.data());
  }
}

/// A run of 2,000 figures into a database.
void store_a_run(benchmark::State& state) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "uptake_bench_store";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  Store store = Store::create(folder, {"0", "data", "{}", {"s0"}}, {{"baseline", true, "{}", ""}}, {}, {});
  RunResult result;
  for (int n = 0; n < 100; ++n) {
    for (int year = 2010; year < 2030; ++year)
      result.values.push_back({{"contact", "parenting", "age", std::to_string(n)}, year, 0.001 * n});
  }
  for (auto _ : state) {
    store.add(result);
    result.run.draw = static_cast<int>(++result.run.id);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(result.values.size()));
  std::filesystem::remove_all(folder);
}

void random_words_of_256(benchmark::State& state) {
  std::array<std::uint32_t, 256> subjects{};
  RandomColumns words{};
  for (auto _ : state) {
    random_columns_of({1, 0}, subjects, 0, Purpose::monthly, words);
    benchmark::DoNotOptimize(words.data());
  }
  state.SetItemsProcessed(state.iterations() * 256);
}

}  // namespace
}  // namespace uptake

int main(int argc, char** argv) {
  using namespace uptake;
  const auto stages = step_order();
  for (std::size_t s = 0; s < stages.size(); ++s) {
    benchmark::RegisterBenchmark(("stage/" + std::string(stages[s].name)).c_str(), month, s)->UseManualTime();
  }
  benchmark::RegisterBenchmark("month", month, SIZE_MAX)->UseManualTime();
  benchmark::RegisterBenchmark("population and network", population)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("observation/survey", survey)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("observation/year", measures_of_a_year)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("store/a run", store_a_run)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("random words of 256 parents", random_words_of_256);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
