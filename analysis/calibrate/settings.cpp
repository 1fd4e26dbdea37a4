// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/base/csv.hpp"
#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"

namespace uptake {
namespace {

bool among(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string_view> views(const std::set<std::string>& words) {
  return {words.begin(), words.end()};
}

/// The texts of a list, each of which must be one of `known`.
std::vector<std::string> known_texts(yaml::Fields& fields, std::string_view key,
                                     const std::set<std::string>& known, std::string_view what) {
  std::vector<std::string> kept;
  for (std::string& word : fields.texts(key)) {
    if (!known.contains(word)) {
      fields.problem(key, fmt::format("there is no {} '{}'{}", what, word, did_you_mean(word, views(known))));
    } else if (among(kept, word)) {
      fields.problem(key, fmt::format("'{}' is named twice", word));
    } else {
      kept.push_back(std::move(word));
    }
  }
  return kept;
}

CalibrationBudget read_budget(const yaml::Node& node, const std::string& file, Problems& problems) {
  CalibrationBudget budget;
  yaml::Fields fields(node, file, "the budget", problems);
  budget.families = fields.number("families", budget.families, {500, 200'000});
  budget.populations = fields.integer("populations", budget.populations, {1, 100});
  for (const double n : fields.numbers("points", {64, 65'000})) budget.points.push_back(static_cast<int>(n));
  budget.surveys = fields.integer("surveys", budget.surveys, {50, 5000});
  budget.survey_families = fields.number("survey_families", budget.survey_families, {1000, 200'000});
  budget.steps = fields.integer("steps", budget.steps, {800, 1'000'000});
  budget.draws = fields.integer("draws", budget.draws, {200, 65'000});
  if (budget.draws > budget.steps)
    fields.problem("draws", fmt::format("{} draws, expected at most as many as 'steps', {}", budget.draws,
                                        budget.steps));
  if (budget.points.empty())
    fields.problem("points", "expected the number of runs of each design, as [1024, 512]");
  fields.finish();
  return budget;
}

}  // namespace

bool CalibrationSettings::uses(const Target& target) const {
  return std::find(waves.begin(), waves.end(), target.year) != waves.end() && among(tables, target.table) &&
         !among(held_out, target.variable);
}

CalibrationSettings load_calibration(const std::filesystem::path& file, std::span<const Target> targets,
                                     const ParameterSet& parameters) {
  Problems problems;
  const std::string name = file.string();
  const yaml::Node root = yaml::parse_file(file, problems);
  problems.throw_if_any();
  yaml::Fields fields(root, name, "a calibration", problems);
  CalibrationSettings s;
  s.file = file;
  if (const yaml::Node* title = fields.node("title", true)) {
    yaml::Fields both(*title, name, "a title", problems);
    s.title_en = both.text("en", {}, true);
    s.title_nl = both.text("nl", {}, true);
    both.finish();
  }
  const std::string scenario = fields.text("scenario", {}, true);
  s.scenario = (file.parent_path() / scenario).lexically_normal();
  std::error_code ignored;  // a name that is too long is no file either
  if (!scenario.empty() && !std::filesystem::exists(s.scenario, ignored))
    fields.problem("scenario", fmt::format("there is no file '{}'", s.scenario.string()));
  std::set<std::string> tables, variables;
  for (const Target& t : targets) {
    tables.insert(t.table);
    variables.insert(t.variable);
  }
  for (const double wave : fields.numbers("waves", {2016, 2021})) {
    if (wave != 2016 && wave != 2021) {
      fields.problem("waves", fmt::format("{:g} is no wave, expected 2016 or 2021", wave));
    } else if (std::ranges::find(s.waves, static_cast<int>(wave)) != s.waves.end()) {
      fields.problem("waves", fmt::format("{:g} is named twice", wave));
    } else {
      s.waves.push_back(static_cast<int>(wave));
    }
  }
  if (s.waves.empty()) fields.problem("waves", "expected [2016], [2021] or [2016, 2021]");
  s.tables = known_texts(fields, "targets", tables, "table");
  if (s.tables.empty()) fields.problem("targets", "expected tables whose rows are fitted, as [T4, T10]");
  s.held_out = known_texts(fields, "hold_out", variables, "variable");

  std::set<std::string> keys;
  for (const ParameterInfo& p : parameters.info) keys.insert(p.key);
  const std::vector<std::string> asked = known_texts(fields, "parameters", keys, "parameter");
  for (std::size_t i = 0; i < parameters.info.size(); ++i) {
    const ParameterInfo& p = parameters.info[i];
    const bool named = among(asked, p.key);
    if (named && !(p.low < p.high)) {
      fields.problem("parameters", fmt::format("{} has no prior: its range is one value", p.key));
    } else if (named || (asked.empty() && p.status == ParameterStatus::calibrated)) {
      s.parameters.push_back(i);
    }
  }
  if (s.parameters.size() > 45)
    fields.problem("parameters", fmt::format("{} parameters, expected at most 45", s.parameters.size()));
  if (const yaml::Node* budget = fields.node("budget", true)) s.budget = read_budget(*budget, name, problems);
  s.widen = fields.number("widen", 1, {1, widest});
  s.seed = static_cast<std::uint32_t>(fields.integer("seed", 1, {0, 2e9}));
  for (const std::string& variable : s.held_out) {
    const auto by_it = [&](const Target& t) {
      return t.variable == variable && among(s.tables, t.table) &&
             std::ranges::find(s.waves, t.year) != s.waves.end();
    };
    if (std::ranges::none_of(targets, by_it))
      fields.problem(
          "hold_out",
          fmt::format("'{}' holds nothing out: no row of 'targets' in 'waves' is by it", variable));
  }
  fields.finish();
  if (problems.empty() &&
      std::none_of(targets.begin(), targets.end(), [&](const Target& t) { return s.uses(t); })) {
    problems.add(name, 0, 0, "nothing is left to fit: every row of 'targets' is held out");
  }
  problems.throw_if_any();
  s.text = read_text_file(file, 10'000'000, problems);
  return s;
}

}  // namespace uptake
