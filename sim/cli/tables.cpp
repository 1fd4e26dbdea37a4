// SPDX-License-Identifier: Apache-2.0
// uptake tables: the survey report's tables, simulated beside printed.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/tables/tables.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/language.hpp"
#include "sim/store/lock.hpp"

namespace uptake::cli {
namespace {

struct TablesFlags {
  Plan plan;
  DataFlag data;
  Language language;
  std::string wave = "all", respondents = "survey", intervals = "wald";
  std::vector<int> only;
  std::filesystem::path scenario;
  Output output;
  bool json = false, quiet = false;

  [[nodiscard]] std::vector<int> waves() const {
    if (wave == "all") return {2016, 2021};
    return {wave == "2016" ? 2016 : 2021};
  }
  /// The command that gives the same numbers.
  [[nodiscard]] std::string text() const {
    std::string all = fmt::format(
        "uptake tables --wave {} --respondents {} --intervals {} --posterior {} --draws {} --populations {} "
        "--families "
        "{} --seed {}",
        wave, respondents, intervals, plan.posterior, plan.draws * plan.replicates, plan.populations,
        plan.families, plan.seed);
    if (!scenario.empty()) all += " --scenario " + scenario.generic_string();
    return all;
  }
};

void declare(CLI::App& command, TablesFlags& flags) {
  flags.plan.draws = 20;
  flags.plan.populations = 4;
  flags.plan.seed = 2026;  // calibrations use others
  flags.plan.posterior = "both";
  command.add_option("--wave", flags.wave, "2016, 2021 or all; changes and their marks need both")
      ->check(CLI::IsMember({"2016", "2021", "all"}))
      ->capture_default_str();
  command
      .add_option(
          "--respondents", flags.respondents,
          "survey: as many families as the survey asked, drawn anew in each run, with tests and intervals; "
          "everyone: all parents")
      ->check(CLI::IsMember({"survey", "everyone"}))
      ->capture_default_str();
  command
      .add_option("--intervals", flags.intervals,
                  "Of simulated odds ratios: wald, as the report's, or profile, which stands where a group "
                  "is small or "
                  "separated and takes a little longer")
      ->check(CLI::IsMember({"wald", "profile"}))
      ->capture_default_str();
  CLI::Option* only =
      command.add_option("--table", flags.only, "Print only this one of Tables 1-14; may be repeated");
  only->type_name("N")->check(CLI::Range(1, 14))->allow_extra_args(false);
  command.add_option("--scenario", flags.scenario, "A scenario file; else the baseline beside the data")
      ->type_name("FILE");
  command.add_option("--posterior", flags.plan.posterior, "both, 2016, a CSV file, or none")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_option("--draws", flags.plan.draws, "Parameter sets, a run each; with --posterior none: seeds")
      ->check(CLI::Range(1, 65'535))
      ->capture_default_str();
  command.add_option("--populations", flags.plan.populations, "Populations and networks, taken in turns")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  add_families(command, flags.plan.families);
  add_seed(command, flags.plan.seed);
  add_threads(command, flags.plan.threads);
  CLI::Option* out =
      command.add_option("--out", flags.output.folder, "Folder for tables.txt, tables.csv and tables.json")
          ->type_name("DIR");
  command.add_flag("--force", flags.output.force, "Replace the results in the folder")->needs(out);
  flags.language.add(command);
  command.add_flag("--json", flags.json, "Print all numbers as JSON instead of tables")->excludes(only);
  command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
  flags.data.add(command);
  command.footer(
      "Examples:\n"
      "  uptake tables --wave 2021\n"
      "  uptake tables --table 4 --table 10 --language nl\n"
      "  uptake tables --respondents everyone --out results/tables");
}

int tabulate_report(TablesFlags& flags) {
  flags.plan.kind = "tables";
  const std::filesystem::path data = flags.data.folder();
  const std::vector<int> waves = flags.waves();
  if (waves.size() < 2 && std::ranges::find(flags.only, 14) != flags.only.end())
    refuse(fmt::format("--table 14 --wave {}: Table 14 compares the waves, expected --wave all", flags.wave));
  flags.plan.until = static_cast<Month>((waves.back() == 2016 ? wave_2016 : wave_2021) + 1);
  flags.plan.scenarios = {flags.scenario.empty() ? data.parent_path() / "baseline.yaml" : flags.scenario};
  if (flags.plan.posterior == "none") {  // one parameter set: seeds instead of draws
    flags.plan.replicates = flags.plan.draws;
    flags.plan.draws = 1;
  }
  const Study study = load_study(flags.plan, data);
  check_waves(study, waves);
  for (const Problem& w : study.warnings.all()) fmt::print(stderr, "{}\n", w.text());
  const bool to_folder = !flags.output.folder.empty();
  if (to_folder) make_results_folder(flags.output);
  catch_interrupts();
  const TableSettings settings{waves,
                               flags.respondents == "survey" ? Respondents::survey : Respondents::everyone,
                               flags.intervals == "wald" ? IntervalKind::wald : IntervalKind::profile};
  try {
    const std::vector<RunFigures> runs =
        table_runs(study, settings, Progress::suitable(flags.json || flags.quiet));
    const ReportTables all = tables_of(study, settings, runs);
    if (to_folder) {
      const FolderLock writing(flags.output.folder);
      write_tables(all, study, flags.text(), flags.language.dutch(), flags.output.folder);
    }
    if (flags.json) {
      fmt::print("{}\n", tables_json(all, study, flags.text()).dump(1));
      return done;
    }
    fmt::print("{}{}", tables_text(all, study.targets, flags.only, flags.language.dutch()),
               tables_foot(tables_provenance(all, study, flags.text()), flags.language.dutch()));
    if (to_folder) fmt::print("{}: {}\n", flags.language.of("Folder", "Map"), flags.output.folder.string());
  } catch (const Interrupted&) {
    fmt::print(stderr, "uptake: stopped; nothing was kept.\n");
    return interrupted_early;
  }
  return done;
}

}  // namespace

void add_tables(CLI::App& program, int& exit_code) {
  add_command<TablesFlags>(program, exit_code, "tables",
                           "The survey report's Tables 1-14 as simulated, beside the printed ones", declare,
                           tabulate_report);
}

}  // namespace uptake::cli
