// SPDX-License-Identifier: Apache-2.0
// What is a euro of another year worth? All that services and levers cost is told in prices of one year.
#pragma once

#include <string>
#include <vector>

#include "sim/base/yaml.hpp"

namespace uptake {

/// Consumer prices, Belgium. Without inflation every year's euro counts the same.
struct Prices {
  int told_in = 2025;             ///< the year in whose prices costs are told
  int first_year = 1991;          ///< the oldest euro that can be converted
  std::vector<double> inflation;  ///< of each later year's average over the year before; 0.096 is 9.6 %
  std::string source;

  [[nodiscard]] int last_year() const;
  [[nodiscard]] bool knows(int year) const;
  /// What a euro of a year that it knows is in prices of `told_in`.
  [[nodiscard]] double factor(int year) const;
};

/// The mapping `prices` of the catalogue: `told_in`, `inflation` by year without a gap, `source`.
Prices read_prices(const yaml::Node& node, const std::string& file, Problems& problems);

}  // namespace uptake
