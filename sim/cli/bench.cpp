// SPDX-License-Identifier: Apache-2.0
// uptake bench: how fast is the model here, against what the machine could do, and where does its time go?
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/bench/engine.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"

namespace uptake::cli {
namespace {

struct BenchFlags {
  std::filesystem::path scenario;
  DataFlag data;
  Plan plan;
  bench::BenchPlan bench;
  std::string until;
  bool json = false, quiet = false;
};

nlohmann::ordered_json figures_json(const bench::EngineFigures& f, const BenchFlags& flags) {
  nlohmann::ordered_json out{{"families", f.families},
                             {"parents", f.n_parents},
                             {"ties", f.n_ties},
                             {"parent_months", f.parent_months},
                             {"parent_months_per_cpu_s", f.parent_months_per_cpu_s()},
                             {"ceiling_additive_per_cpu_s", f.ceiling_additive_per_cpu_s()},
                             {"ratio", f.ratio()},
                             {"traffic",
                              {{"bytes_read", f.traffic.bytes_read},
                               {"bytes_written", f.traffic.bytes_written},
                               {"gathers", f.traffic.gathers},
                               {"far_lines", f.traffic.far_lines},
                               {"random_blocks", f.traffic.random_blocks}}},
                             {"bytes_per_parent", f.bytes_per_parent},
                             {"population_bytes_per_parent", f.population_bytes_per_parent},
                             {"bytes_per_tie", f.bytes_per_tie},
                             {"speedup", f.speedup},
                             {"threads", flags.bench.threads},
                             {"repeats", flags.bench.repeats},
                             {"run_cpu_s", f.run_cpu_s},
                             {"ensemble_run_cpu_s", f.ensemble_run_cpu_s},
                             {"setup_cpu_s", f.weights_cpu_s + f.population_cpu_s + f.network_cpu_s},
                             {"setup",
                              {{"weights_cpu_s", f.weights_cpu_s},
                               {"population_cpu_s", f.population_cpu_s},
                               {"network_cpu_s", f.network_cpu_s}}},
                             {"avx2", f.avx2},
                             {"peak_rss_bytes", f.peak_rss_bytes}};
  for (const bench::StageTime& stage : f.stages) out["stages_cpu_s"][std::string(stage.name)] = stage.cpu_s;
  return out;
}

void print(const bench::EngineFigures& f, const BenchFlags& flags) {
  fmt::print(
      "{:.0f} families in April 2016; {} parents who ever live, {} ties; {:.1f} million parent-months a "
      "run\n\n",
      f.families, f.n_parents, f.n_ties, f.parent_months / 1e6);
  fmt::print("{:<46}{:>10.2f} million a CPU-second\n", "Parent-months, whole model, one thread",
             f.parent_months_per_cpu_s() / 1e6);
  fmt::print("{:<46}{:>10.2f} million a CPU-second\n", "Ceiling: the same bytes, gathers, random words",
             f.ceiling_additive_per_cpu_s() / 1e6);
  fmt::print("{:<46}{:>10.0f} %\n", "The model's share of that", 100 * f.ratio());
  fmt::print(
      "  a parent-month is counted as {:.0f} bytes read and {:.0f} written in a row, {:.1f} look-ups in "
      "small\n"
      "  tables, {:.1f} stretches of memory far apart and {:.1f} blocks of random words\n",
      f.traffic.bytes_read, f.traffic.bytes_written, f.traffic.gathers, f.traffic.far_lines,
      f.traffic.random_blocks);
  fmt::print("{:<46}{:>10.2f} CPU-seconds\n", "A run alone", f.run_cpu_s);
  fmt::print("{:<46}{:>10.2f} CPU-seconds\n", "A run of an ensemble", f.ensemble_run_cpu_s);
  fmt::print("{:<46}{:>10.2f} times one\n",
             fmt::format("Speed-up of a run with {} threads", flags.bench.threads), f.speedup);
  fmt::print("{:<46}{:>10.2f} + {:.2f} + {:.2f} CPU-seconds\n", "Set-up: fit, population, network",
             f.weights_cpu_s, f.population_cpu_s, f.network_cpu_s);
  fmt::print("{:<46}{:>10.0f} + {:.0f} bytes\n", "A parent: state of a run, shared population",
             f.bytes_per_parent, f.population_bytes_per_parent);
  fmt::print("{:<46}{:>10.1f} bytes\n", "A tie", f.bytes_per_tie);
  fmt::print("{:<46}{:>10.0f} MB\n\nWhere a run's time goes:\n", "Peak memory of the process",
             f.peak_rss_bytes / 1e6);
  for (const bench::StageTime& stage : f.stages) {
    fmt::print("  {:<44}{:>10.3f} s {:>5.1f} % {:>7.1f} ns a parent-month\n", stage.name, stage.cpu_s,
               100 * stage.cpu_s / f.run_cpu_s, 1e9 * stage.cpu_s / f.parent_months);
  }
}

int bench_engine(BenchFlags& flags) {
  flags.plan.scenarios = {flags.scenario};
  if (!flags.until.empty()) {
    const std::optional<Month> month = parse_month(flags.until);
    if (!month || *month == first_month)
      refuse(fmt::format("--until: expected a month from 1991-02 to 2035-12, found '{}'", flags.until));
    flags.plan.until = *month;
  }
  const Study study = load_study(flags.plan, flags.data.folder());
  catch_interrupts();
  try {
    const bench::EngineFigures figures =
        measure_engine(study, flags.bench, teller(flags.quiet || flags.json));
    if (flags.json) {
      fmt::print("{}\n", figures_json(figures, flags).dump(1));
    } else {
      print(figures, flags);
    }
  } catch (const Interrupted&) {
    fmt::print(stderr, "uptake: stopped; nothing was measured to the end.\n");
    return failed;
  }
  return done;
}

}  // namespace

void add_bench(CLI::App& program, int& exit_code) {
  add_command<BenchFlags>(
      program, exit_code, "bench", "Measure the model's speed and memory on this machine, beside its ceiling",
      [](CLI::App& command, BenchFlags& flags) {
        command.add_option("scenario", flags.scenario, "A scenario file")->type_name("SCENARIO")->required();
        add_families(command, flags.plan.families);
        command.add_option("--until", flags.until, "Stop the runs before this month")->type_name("YYYY-MM");
        command.add_option("--repeats", flags.bench.repeats, "Each figure is the median of so many turns")
            ->type_name("N")
            ->check(CLI::Range(1, 1'000))
            ->capture_default_str();
        add_seed(command, flags.plan.seed);
        add_threads(command, flags.bench.threads);
        command.add_flag("--json", flags.json, "Print JSON");
        command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
        flags.data.add(command);
        command.footer(
            "Seconds are of this machine at this hour; only ratios within one call can be compared.\n"
            "Examples:\n  uptake bench scenarios/baseline.yaml --until 2022-01\n"
            "  uptake bench scenarios/baseline.yaml --families 900000 --repeats 1 --json   # all of "
            "Flanders");
      },
      bench_engine);
}

}  // namespace uptake::cli
