// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/axis_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/base/text.hpp"

namespace uptake {
namespace {

using Tell = std::function<void(std::string)>;

/// The fields that all scenarios with this lever have at that place; told to `tell` when there is none.
std::optional<AxisLimits> limits_of_lever(const SweepAxis& axis, const Study& study, const Tell& tell) {
  std::vector<std::string> names;
  std::optional<AxisLimits> limits;
  for (const Scenario& scenario : study.scenarios) {
    for (const Lever& lever : scenario.levers) {
      if (std::ranges::find(names, lever.name) == names.end()) names.push_back(lever.name);
      if (lever.name != axis.lever) continue;
      const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
      const auto at = std::ranges::find(fields, std::string_view(axis.field), &LeverField::code);
      if (at == fields.end()) {
        std::vector<std::string_view> known;
        for (const LeverField& field : fields) known.push_back(field.code);
        tell(fmt::format("lever '{}' of {} has no number '{}'{}", axis.lever, scenario.name, axis.field,
                         did_you_mean(axis.field, known)));
        return {};
      }
      const auto index = static_cast<std::size_t>(at - fields.begin());
      if (at->type == FieldType::choice) {
        tell(fmt::format("'{}' of lever '{}' is a choice, expected a number", axis.field, axis.lever));
        return {};
      }
      if (lever.named[index] != nullptr) {
        tell(fmt::format("'{}' of lever '{}' is the parameter {}; expected 'parameters.{}'", axis.field,
                         axis.lever, lever.named[index]->key, lever.named[index]->key));
        return {};
      }
      limits = AxisLimits{{at->low, at->high}, counts_of(*at), std::string(at->unit),
                          lever.bounds[index], false,          {}};
    }
  }
  if (!limits)
    tell(fmt::format("no scenario of this design has a lever '{}'{}", axis.lever,
                     did_you_mean(axis.lever, names)));
  return limits;
}

std::optional<AxisLimits> limits_of_rule(const SweepAxis& axis, const Tell& tell) {
  std::vector<std::string_view> rules;
  for (const StructureAxis& rule : structure_registry()) {
    if (rule.code == axis.rule) {
      AxisLimits limits;
      limits.forms = codes_of(rule);
      return limits;
    }
    rules.push_back(rule.code);
  }
  tell(fmt::format("there is no rule '{}'{}; `uptake describe --structures` lists them", axis.rule,
                   did_you_mean(axis.rule, rules)));
  return {};
}

}  // namespace

bool split_path(SweepAxis& axis) {
  const std::string_view path = axis.path;
  if (path.starts_with("parameters.")) {
    axis.parameter = path.substr(11);
    return !axis.parameter.empty();
  }
  if (path.starts_with("structure.")) {
    axis.rule = path.substr(10);
    return !axis.rule.empty();
  }
  if (!path.starts_with("levers.")) return false;
  const std::string_view rest = path.substr(7);
  const auto dot = rest.find('.');
  if (dot == std::string_view::npos) return false;
  axis.lever = rest.substr(0, dot);
  axis.field = rest.substr(dot + 1);
  return !axis.lever.empty() && !axis.field.empty();
}

std::optional<AxisLimits> limits_of(SweepAxis& axis, const Study& study, const Tell& tell) {
  if (!split_path(axis)) {
    tell(fmt::format("'{}': expected 'parameters.KEY', 'levers.NAME.FIELD' or 'structure.RULE'", axis.path));
    return {};
  }
  if (!axis.lever.empty()) return limits_of_lever(axis, study, tell);
  if (!axis.rule.empty()) return limits_of_rule(axis, tell);
  const ParameterInfo* info = study.evidence.parameters.find(axis.parameter);
  if (info == nullptr) {
    std::vector<std::string> known;
    for (const ParameterInfo& p : study.evidence.parameters.info) known.push_back(p.key);
    tell(fmt::format("there is no parameter '{}'{}", axis.parameter, did_you_mean(axis.parameter, known)));
    return {};
  }
  return AxisLimits{{info->low, info->high}, Measured::plain,           info->unit,
                    {info->low, info->high}, info->scale == Scale::log, {}};
}

}  // namespace uptake
