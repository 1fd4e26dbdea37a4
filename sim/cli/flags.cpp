// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "sim/base/text.hpp"
#include "sim/cli/farm.hpp"

namespace uptake::cli {
namespace {

int usual_threads() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 256); }

}  // namespace

void DataFlag::add(CLI::App& command) {
  command
      .add_option("--data", given,
                  "Folder with the evidence; else UPTAKE_DATA, else the one that comes with uptake")
      ->type_name("DIR");
}

std::filesystem::path DataFlag::folder() const {
  namespace fs = std::filesystem;
  if (!given.empty()) return given;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): every command asks for the folder before it starts a thread
  if (const char* from_environment = std::getenv("UPTAKE_DATA");
      from_environment != nullptr && *from_environment != '\0') {
    return from_environment;
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  std::vector<fs::path> places{program / "../../scenarios/data", program / "../share/uptake/scenarios/data"};
  for (const fs::path& place : places) {
    if (fs::is_directory(place, error)) return place.lexically_normal();
  }
  refuse(fmt::format("no data: expected {} or {}; give --data DIR or set UPTAKE_DATA",
                     places[0].lexically_normal().string(), places[1].lexically_normal().string()));
}

void add_families(CLI::App& command, double& families) {
  command.add_option("--families", families, "Simulated families in April 2016")
      ->type_name("N")
      ->check(CLI::Range(100, 2'000'000))
      ->capture_default_str();
}

void add_seed(CLI::App& command, std::uint32_t& seed) {
  command.add_option("--seed", seed, "Where all random numbers come from")
      ->type_name("S")
      ->capture_default_str();
}

void add_threads(CLI::App& command, int& threads) {
  threads = usual_threads();
  command.add_option("--threads", threads, "Threads; the results are the same with any number")
      ->type_name("T")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
}

void add_posterior(CLI::App& command, std::string& posterior) {
  command
      .add_option("--posterior", posterior,
                  "Fitted on both waves, on 2016 alone, a CSV file whose header names parameters, or none")
      ->type_name("NAME")
      ->capture_default_str();
}

void add_without(CLI::App& command, std::vector<std::string>& without) {
  command
      .add_option("--without", without,
                  "Switch a mechanism off in every scenario, as word_of_mouth or norms; may be repeated")
      ->type_name("MECHANISM")
      ->allow_extra_args(false);
}

void add_structure(CLI::App& command, std::vector<std::string>& structure) {
  command
      .add_option(
          "--structure", structure,
          "A rule of the model in another form in every scenario, as gates=compensatory; may be repeated "
          "(`uptake describe --structures` lists them)")
      ->type_name("RULE=FORM")
      ->allow_extra_args(false);
}

void FitTestFlags::add(CLI::App& command, const std::string& about_out) {
  command.add_option("calibration", file, "A calibration file")->type_name("FILE")->required();
  command
      .add_option("--points", points,
                  "The folder of a finished calibration with the same parameters and budget: its runs")
      ->type_name("DIR")
      ->required();
  command.add_option("--out", folder, about_out)->type_name("DIR")->required();
  add_threads(command, threads);
  command.add_flag("--quiet", quiet, "No progress on the error stream");
  data.add(command);
}

std::function<void(const std::string&)> teller(bool quiet) {
  return [quiet](const std::string& line) {
    if (!quiet) fmt::print(stderr, "{}\n", line);
  };
}

void StudyFlags::add(CLI::App& command) {
  add_families(command, plan.families);
  // A run's stream holds draw and replicate in 16 bits each.
  plan.posterior = "both";
  command.add_option("--draws", draws, "Parameter sets of the posterior: 50, or 1 with --posterior none")
      ->type_name("D")
      ->check(CLI::Range(1, 65'535));
  command.add_option("--replicates", plan.replicates, "Seeds for each draw; intervals need two or more runs")
      ->type_name("R")
      ->check(CLI::Range(1, 65'535))
      ->capture_default_str();
  command
      .add_option("--populations", plan.populations,
                  "Populations and networks; run (d, r) uses number (d + r) mod P")
      ->type_name("P")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  command
      .add_option("--until", until, "Stop all scenarios before this month; what begins later does not act")
      ->type_name("YYYY-MM");
  add_posterior(command, plan.posterior);
  add_without(command, plan.without);
  add_structure(command, plan.structure);
  add_seed(command, plan.seed);
  add_threads(command, plan.threads);
  command.add_option("--out", output.folder, "Folder for the results")->type_name("DIR")->required();
  command.add_flag("--resume", output.resume,
                   "Go on where this command was stopped (begin, if nothing is there)");
  command.add_flag("--force", output.force, "Remove the results in the folder and begin again");
  add_farm(command, farm);
  command.add_flag("--json", json, "Print the results as JSON instead of a table");
  command.add_flag("--quiet", quiet, "No progress on the error stream");
  data.add(command);
}

void ComparisonFlags::add(CLI::App& command) {
  command.add_option("baseline", baseline, "What the others are compared with")
      ->type_name("BASELINE")
      ->required();
  command.add_option("scenarios", others, "The scenarios to compare")->type_name("SCENARIO...")->required();
  StudyFlags::add(command);
}

void ComparisonFlags::compare_all() {
  plan.kind = "compare";
  plan.scenarios = {baseline};
  plan.scenarios.insert(plan.scenarios.end(), others.begin(), others.end());
}

Month month_given(const std::string& text) {
  const std::optional<Month> month = parse_month(text);
  if (!month || *month == first_month)
    refuse(fmt::format("--until: expected a month from 1991-02 to 2035-12, found '{}'", text));
  return *month;
}

Plan StudyFlags::resolved() const {
  Plan all = plan;
  all.draws = draws > 0 ? draws : plan.posterior == "none" ? 1 : 50;
  if (!until.empty()) all.until = month_given(until);
  if (until_precision.empty()) return all;
  const std::string_view text = until_precision;
  const std::optional<double> points =
      text.ends_with("pp") ? parse_number(trim(text.substr(0, text.size() - 2))) : std::nullopt;
  if (!points || !(*points > 0 && *points <= 100)) {
    refuse(fmt::format("--until-precision {}: expected percentage points above zero, as 0.2pp", text));
  }
  if (all.draws * all.replicates > at_most) {
    refuse(fmt::format("--at-most {}: expected {} or more, the {} draw{} times {} replicate{} of one batch",
                       at_most, all.draws * all.replicates, all.draws, all.draws == 1 ? "" : "s",
                       all.replicates, all.replicates == 1 ? "" : "s"));
  }
  return uptake::until_precision(all, *points / 100, at_most);
}

void refuse_unknown(const CLI::App& command) {
  const std::vector<std::string> extras = command.remaining();
  if (extras.empty()) return;
  std::vector<std::string> known;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const CLI::App* above = command.get_parent();
  const std::string name = above != nullptr && above->get_parent() != nullptr
                               ? above->get_name() + " " + command.get_name()
                               : command.get_name();
  Problems problems;
  const bool some_flag =
      std::any_of(extras.begin(), extras.end(), [](const std::string& e) { return e.starts_with("-"); });
  for (const std::string& extra : extras) {
    if (some_flag && !extra.starts_with("-")) continue;  // most likely the value of a flag that is not known
    const std::string word = extra.substr(0, extra.find('='));
    problems.add({}, 0, 0,
                 fmt::format("uptake {}: {} '{}' is not known{}; `uptake {} --help` lists what is", name,
                             extra.starts_with("-") ? "the flag" : "the argument", word,
                             did_you_mean(word, known), name));
  }
  problems.throw_if_any();
}

}  // namespace uptake::cli
