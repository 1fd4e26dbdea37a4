// SPDX-License-Identifier: Apache-2.0
#include "sim/services/figure.hpp"

#include <fmt/format.h>

#include <array>

namespace uptake {
namespace {

constexpr std::array<std::string_view, 3> grades{"data", "literature", "assumption"};

}  // namespace

std::string_view code(Grade g) { return grades[static_cast<std::size_t>(g)]; }

Grade read_grade(yaml::Fields& parent) {
  return static_cast<Grade>(parent.choice("grade", grades, static_cast<int>(Grade::assumption), true));
}

Figure read_figure(yaml::Fields& parent, std::string_view key, const std::string& file, yaml::Range range,
                   Problems& problems) {
  const yaml::Node* node = parent.node(key, true);
  if (node == nullptr) return {};
  const std::size_t before = problems.size();
  yaml::Fields fields(*node, file, fmt::format("the figure '{}'", key), problems);
  if (node->kind != yaml::Kind::map) return {};
  Figure figure;
  figure.value = fields.number("value", 0, range, true);
  figure.low = fields.number("low", 0, range, true);
  figure.high = fields.number("high", 0, range, true);
  figure.grade = read_grade(fields);
  figure.source = fields.text("source", {}, true);
  fields.finish();
  if (problems.size() > before) return figure;
  if (figure.low > figure.value) {
    fields.problem("low", fmt::format("'low' of '{}' is {}, expected at most its value {}", key, figure.low,
                                      figure.value));
  }
  if (figure.high < figure.value) {
    fields.problem("high", fmt::format("'high' of '{}' is {}, expected at least its value {}", key,
                                       figure.high, figure.value));
  }
  return figure;
}

}  // namespace uptake
