// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/base/text.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/policy/contradictions.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

Plan plan_of(const SweepDesign& design) {
  Plan plan;
  plan.kind = design.kind;
  plan.scenarios = design.scenarios;
  plan.families = design.families.empty() ? plan.families : design.families.front();
  plan.draws = design.draws;
  plan.replicates = design.replicates;
  plan.populations = design.populations;
  plan.seed = design.seed;
  plan.posterior = design.posterior;
  plan.until = design.until;
  plan.without = design.without;
  plan.structure = design.structure;
  plan.take_apart = design.take_apart;
  plan.survey_only = design.survey_only;
  plan.measures_only = !design.is_study();
  return plan;
}

bool keeps(const std::vector<std::string>& list, std::string_view code) {
  return std::ranges::find(list, code) != list.end();
}

/// How many categories a measure has, of each domain in turn.
std::array<int, 3> categories_of(const MeasureInfo& info, const SweepDesign& design, const Study& study) {
  int groups = 0;
  for (const std::string& code : design.keep.by)
    groups += static_cast<int>(find_variable(code)->categories.size());
  const auto services = [&](Domain domain) {
    return static_cast<int>(std::ranges::count(study.evidence.catalogue.types, domain, &ServiceType::domain));
  };
  std::size_t levers = 0;
  for (const Scenario& scenario : study.scenarios) levers = std::max(levers, scenario.levers.size());
  constexpr int gates = static_cast<int>(n_gates) + 1;
  switch (info.dimension) {
    case Dimension::group:
      return info.is_share ? std::array{groups, groups, 0} : std::array{0, 0, groups};
    case Dimension::gate:
      return {gates, gates, 0};
    case Dimension::service:
      return {services(Domain::relationship), services(Domain::parenting), 0};
    case Dimension::payer:
      return {0, 0, 4};
    case Dimension::lever:
      return {0, 0, static_cast<int>(levers)};
    case Dimension::domain:
      return {1, 1, 0};
  }
  return {};
}

/// The rule that an axis varies, or nullptr.
const StructureAxis* rule_of(const SweepAxis& axis) {
  const auto at = std::ranges::find(structure_registry(), std::string_view(axis.rule), &StructureAxis::code);
  return axis.rule.empty() || at == structure_registry().end() ? nullptr : &*at;
}

}  // namespace

Study study_of(const SweepDesign& design, const fs::path& data_folder) {
  Plan plan = plan_of(design);
  if (!design.own_draws) return load_study(plan, data_folder);
  plan.posterior = "none";
  plan.draws = 1;
  Study study = load_study(plan, data_folder);
  study.plan.draws = design.draws;
  use_posterior(study, *design.own_draws);
  return study;
}

int rows_a_run(const SweepDesign& design, const Study& study) {
  int rows = 0;
  for (const MeasureInfo& info : measure_registry()) {
    if (!keeps(design.keep.measures, info.code)) continue;
    const auto n = categories_of(info, design, study);
    for (std::size_t d = 0; d < n.size(); ++d) {
      if (keeps(design.keep.domains, domain_or_both_codes[d])) rows += n[d];
    }
  }
  return rows * static_cast<int>(design.keep.years.size());
}

std::string value_text(const SweepAxis& axis, double value) {
  const StructureAxis* rule = rule_of(axis);
  return rule == nullptr ? fmt::format("{}", value)
                         : std::string(rule->options[static_cast<std::size_t>(value)].code);
}

std::optional<double> value_of(const SweepAxis& axis, const std::string& text) {
  const StructureAxis* rule = rule_of(axis);
  if (rule == nullptr) return parse_number(text);
  const auto form = std::ranges::find(rule->options, std::string_view(text), &StructureOption::code);
  if (form == rule->options.end()) return {};
  return static_cast<double>(form - rule->options.begin());
}

bool has_lever(const Scenario& scenario, const std::string& name) {
  return std::ranges::find(scenario.levers, name, &Lever::name) != scenario.levers.end();
}

Lever at_point(const Lever& lever, const std::vector<SweepAxis>& axes, const std::vector<double>& values) {
  Lever changed = lever;
  const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    if (axes[a].lever != lever.name) continue;
    const auto at = std::ranges::find(fields, std::string_view(axes[a].field), &LeverField::code);
    const auto index = static_cast<std::size_t>(at - fields.begin());
    changed.values[index] = values[a];
    changed.bounds[index] = {};
  }
  return changed;
}

Structure at_point(Structure structure, const std::vector<SweepAxis>& axes,
                   const std::vector<double>& values) {
  for (std::size_t a = 0; a < axes.size(); ++a) {
    if (const StructureAxis* rule = rule_of(axes[a]))
      rule->set(structure, static_cast<std::size_t>(values[a]));
  }
  return structure;
}

std::vector<PointProblem> contradictions_at(const std::vector<Scenario>& scenarios,
                                            const std::vector<SweepAxis>& axes, const SweepPoints& points) {
  std::vector<PointProblem> all;
  std::set<std::string> told;
  for (const Scenario& scenario : scenarios) {
    for (const Lever& lever : scenario.levers) {
      const auto axis = std::ranges::find(axes, lever.name, &SweepAxis::lever);
      if (axis == axes.end()) continue;
      for (std::size_t p = 0; p < points.size(); ++p) {
        const Lever moved = at_point(lever, axes, points[p]);
        for (const FieldProblem& problem : contradictions(moved, scenario.parameters.values)) {
          if (!told.insert(lever.name + "." + problem.field).second) continue;
          std::string values;
          for (std::size_t a = 0; a < axes.size(); ++a) {
            if (axes[a].lever == lever.name)
              values += fmt::format("{}{} {}", values.empty() ? "" : ", ", axes[a].field, points[p][a]);
          }
          all.push_back({p, axis->path,
                         fmt::format("lever '{}' makes no sense at some points, as with {}: {}", lever.name,
                                     values, problem.message)});
        }
      }
    }
  }
  return all;
}

Scenario at_point(const Scenario& scenario, const std::vector<SweepAxis>& axes,
                  const std::vector<double>& values) {
  Scenario changed = scenario;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    const SweepAxis& axis = axes[a];
    if (!axis.lever.empty()) continue;
    if (!axis.rule.empty()) continue;
    changed.parameters.set(axis.parameter, values[a]);
    changed.origins["parameters." + axis.parameter] = {"sweep", 1, 1};
  }
  changed.structure = at_point(scenario.structure, axes, values);
  for (Lever& lever : changed.levers) lever = at_point(lever, axes, values);
  return changed;
}

}  // namespace uptake
