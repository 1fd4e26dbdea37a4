// SPDX-License-Identifier: Apache-2.0
// uptake sensitivity: what a figure, or a scenario's effect, hangs on.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/sensitivity/runs.hpp"
#include "analysis/sensitivity/sensitivity.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/sensitivity.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/package.hpp"
#include "sim/store/result_files.hpp"

namespace uptake::cli {
namespace {

struct SensitivityFlags {
  SensitivitySettings settings;
  std::filesystem::path baseline, scenario;
  std::string method = "morris", until;
  Output output;
  DataFlag data;
  int top = 15;
  bool json = false, quiet = false;
};

void declare(CLI::App& command, SensitivityFlags& flags) {
  SensitivitySettings& settings = flags.settings;
  Plan& plan = settings.plan;
  plan.posterior = "both";
  command.add_option("baseline", flags.baseline, "The baseline")->type_name("BASELINE")->required();
  command
      .add_option("scenario", flags.scenario,
                  "Of its effect against the baseline; without one, of the baseline's own figures")
      ->type_name("SCENARIO");
  command
      .add_option(
          "--method", flags.method,
          "morris: which inputs matter at all; sobol: shares of the variance over independent ranges; "
          "shapley: over a posterior, whose parameters hang together; budget: shares of parameters, "
          "assumed sizes, families, ties and chance")
      ->check(CLI::IsMember(std::vector<std::string>(sensitivity_methods.begin(), sensitivity_methods.end())))
      ->capture_default_str();
  command
      .add_option(
          "--points", settings.points,
          "Trajectories of morris (30), rows of sobol (256), draws of shapley (all that the posterior "
          "has), walks of budget (100)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  command
      .add_option(
          "--input", settings.inputs,
          "With morris or sobol, what is varied: a path as parameters.know.media or "
          "levers.NAME.FIELD, with a range of one's own as PATH=LOW..HIGH, or the beginning of paths as "
          "parameters, parameters.know, levers; with sobol also population, network and chance; may be "
          "repeated [all calibrated parameters and all ranges of the scenario's levers]")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command
      .add_option("--measure", settings.measures,
                  "A measure, as contact or cost; of a group, gate, service, payer or lever as "
                  "contact:education:higher, journeys:afford or cost:flemish; may be repeated [contact]")
      ->type_name("MEASURE")
      ->allow_extra_args(false);
  command.add_option("--domain", settings.domains, "Only of this domain; may be repeated")
      ->check(CLI::IsMember({"relationship", "parenting", "both"}))
      ->allow_extra_args(false);
  command.add_option("--year", settings.year, "The year of the figures [the last full one]")
      ->type_name("YYYY")
      ->check(CLI::Range(1991, 2100));
  add_families(command, plan.families);
  command
      .add_option("--replicates", plan.replicates,
                  "Seeds for each point, the same at all points, whose mean is taken; not of budget")
      ->type_name("R")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command.add_option("--populations", plan.populations, "Populations and networks; replicate r uses r mod P")
      ->type_name("P")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  add_posterior(command, plan.posterior);
  command
      .add_option("--until", flags.until,
                  "Stop all scenarios before this month; what begins later does not act")
      ->type_name("YYYY-MM");
  add_without(command, plan.without);
  add_structure(command, plan.structure);
  add_seed(command, plan.seed);
  add_threads(command, plan.threads);
  command.add_option("--out", flags.output.folder, "Folder for runs, tables and page")
      ->type_name("DIR")
      ->required();
  command.add_flag("--resume", flags.output.resume,
                   "Go on where this command was stopped (begin, if nothing is there)");
  command.add_flag("--force", flags.output.force, "Remove the results in the folder and begin again");
  command.add_option("--top", flags.top, "Inputs in the tables that are printed; the files have all")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command.add_flag("--json", flags.json, "Print the results as JSON instead of tables");
  command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
  flags.data.add(command);
  command.footer(
      "Examples:\n"
      "  uptake sensitivity scenarios/baseline.yaml scenarios/campaign.yaml --out results/screening\n"
      "  uptake sensitivity scenarios/baseline.yaml scenarios/campaign.yaml --method sobol --input levers "
      "--input parameters.know --input chance --points 128 --out results/sobol\n"
      "  uptake sensitivity scenarios/baseline.yaml scenarios/campaign.yaml --method budget --out "
      "results/budget");
}

/// A new folder for the runs, or the one to go on with.
void prepare(const Output& output) {
  check_results_folder(output, true);
  const std::vector<std::string> found = results_in(output.folder);
  const bool has_runs = std::ranges::find(found, sensitivity_runs_file) != found.end();
  if (output.resume && !found.empty() && !has_runs)
    refuse(fmt::format("--out {}: holds {} but no {} to go on with; expected another folder, or --force",
                       output.folder.string(), found.front(), sensitivity_runs_file));
  std::error_code error;
  std::filesystem::create_directories(output.folder, error);
  if (error) refuse(fmt::format("--out {}: cannot be made: {}", output.folder.string(), error.message()));
  const FolderLock alone(output.folder);
  if (!output.resume) remove_results(output.folder);
}

/// What the flags ask for.
SensitivitySettings& settings_of(SensitivityFlags& flags) {
  SensitivitySettings& settings = flags.settings;
  settings.method = static_cast<SensitivityMethod>(std::ranges::find(sensitivity_methods, flags.method) -
                                                   sensitivity_methods.begin());
  settings.plan.scenarios = {flags.baseline};
  if (!flags.scenario.empty()) settings.plan.scenarios.push_back(flags.scenario);
  if (!flags.until.empty()) settings.plan.until = month_given(flags.until);
  return settings;
}

int sensitivity(SensitivityFlags& flags) {
  const SensitivitySettings& settings = settings_of(flags);
  const SensitivityDesign design = make_design(settings, flags.data.folder());
  for (const Problem& w : design.study.warnings.all()) fmt::print(stderr, "{}\n", w.text());
  const DesignRuns runs = plan_runs(design);
  prepare(flags.output);
  const FolderLock writing(flags.output.folder);
  catch_interrupts();
  const std::filesystem::path& folder = flags.output.folder;
  const bool quiet = flags.json || flags.quiet;
  if (!quiet)
    fmt::print(stderr, "{}: {} inputs, {} points, {} runs of {:.0f} families\n", flags.method,
               design.inputs.size(), design.points.size(), runs.runs.size(), settings.plan.families);
  const StudyEnd end = compute(design, runs, folder, Progress::suitable(quiet));
  const std::size_t n_done = end.n_before + end.n_now;
  if (end.ended == Ended::interrupted) {
    fmt::print(stderr, "uptake: stopped. {} of {} runs are in {}; the same command with --resume goes on.\n",
               n_done, end.n_runs, (folder / sensitivity_runs_file).string());
    return interrupted_early;
  }
  if (end.ended == Ended::failed) {
    fmt::print(stderr, "uptake: {} of {} runs are in {}, the others failed or were not begun:\n{}\n", n_done,
               end.n_runs, (folder / sensitivity_runs_file).string(), end.failures);
    return failed;
  }
  finish_runs(design, folder);
  const Eigen::MatrixXd figures = read_figures(design, runs, folder);
  std::vector<OutputSensitivity> results;
  try {
    results = estimate(design, figures, Progress::suitable(quiet));
  } catch (const Interrupted&) {
    fmt::print(stderr, "uptake: stopped. All runs are in {}; the same command with --resume goes on.\n",
               (folder / sensitivity_runs_file).string());
    return interrupted_early;
  }
  write_sensitivity(design, runs, figures, results, folder);
  if (flags.json) {
    fmt::print("{}\n", sensitivity_json(design, runs, results).dump(1));
  } else {
    fmt::print("{}\nThe page: {}\nTables and runs: {}\nTo cite: {}\n",
               sensitivity_text(design, results, static_cast<std::size_t>(flags.top)),
               (folder / "sensitivity.html").string(), folder.string(),
               cited(sensitivity_provenance(design, runs)));
  }
  return done;
}

}  // namespace

SensitivitySettings sensitivity_settings(const std::string& command, int threads) {
  CLI::App program("as it was typed", "uptake");
  SensitivityFlags flags;
  declare(*program.add_subcommand("sensitivity"), flags);
  constexpr std::string_view name = "uptake ";
  try {
    program.parse(command.substr(command.starts_with(name) ? name.size() : 0) + " --out .");
  } catch (const CLI::ParseError& error) {
    refuse(fmt::format("`{}`: cannot be read any more ({})", command, error.what()));
  }
  flags.settings.plan.threads = threads;
  return settings_of(flags);
}

void add_sensitivity(CLI::App& program, int& exit_code) {
  add_command<SensitivityFlags>(
      program, exit_code, "sensitivity",
      "What a figure or a scenario's effect hangs on: inputs ranked, and a budget of "
      "its variance",
      declare, sensitivity);
}

}  // namespace uptake::cli
