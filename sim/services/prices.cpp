// SPDX-License-Identifier: Apache-2.0
#include "sim/services/prices.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/text.hpp"

namespace uptake {
namespace {

constexpr double least_inflation = -0.2, most_inflation = 0.5;  // beyond it is a slip of the pen

void read_inflation(const yaml::Node& node, Prices& prices, yaml::Fields& fields) {
  if (node.kind != yaml::Kind::map || node.keys.empty()) {
    fields.problem_at(node, "'inflation': expected a mapping from years to shares, like {2016: 2.0 %}");
    return;
  }
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto year = parse_number(node.keys[i]);
    const int wanted = prices.last_year() + 1;
    const bool is_year = year && *year >= 1900 && *year <= 2100 && *year == static_cast<int>(*year);
    if (!is_year || (i > 0 && static_cast<int>(*year) != wanted)) {
      fields.problem_at(node.children[i],
                        fmt::format("'inflation': expected {}, found '{}'",
                                    i == 0 ? "a year" : fmt::format("the year {}", wanted), node.keys[i]));
      return;
    }
    if (i == 0) prices.first_year = static_cast<int>(*year) - 1;
    const QuantityRead read = read_quantity(node.children[i].text, Measured::share);
    const bool good = read.quantity && !read.quantity->bounds.given() &&
                      read.quantity->value >= least_inflation && read.quantity->value <= most_inflation;
    if (!good) fields.problem_at(node.children[i], "'inflation': expected a share, as in 2.1 %");
    prices.inflation.push_back(good ? read.quantity->value : 0);
  }
}

}  // namespace

int Prices::last_year() const {
  return inflation.empty() ? year_of(static_cast<Month>(end_month - 1))
                           : first_year + static_cast<int>(inflation.size());
}

bool Prices::knows(int year) const { return year >= first_year && year <= last_year(); }

double Prices::factor(int year) const {
  if (inflation.empty()) return 1;
  double factor = 1;
  for (int y = std::min(year, told_in) + 1; y <= std::max(year, told_in); ++y)
    factor *= 1 + inflation[static_cast<std::size_t>(y - first_year - 1)];
  return year <= told_in ? factor : 1 / factor;
}

Prices read_prices(const yaml::Node& node, const std::string& file, Problems& problems) {
  const std::size_t before = problems.size();
  Prices prices;
  yaml::Fields fields(node, file, "'prices'", problems);
  if (node.kind != yaml::Kind::map) return {};
  prices.told_in = fields.integer("told_in", prices.told_in, {1991, 2035}, true);
  if (const yaml::Node* inflation = fields.node("inflation", true))
    read_inflation(*inflation, prices, fields);
  prices.source = fields.text("source", {}, true);
  fields.finish();
  if (problems.size() > before) return {};
  if (!prices.knows(prices.told_in)) {
    fields.problem("told_in", fmt::format("'told_in': expected a year of 'inflation', {} to {}",
                                          prices.first_year, prices.last_year()));
  }
  return prices;
}

}  // namespace uptake
