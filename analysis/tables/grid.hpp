// SPDX-License-Identifier: Apache-2.0
// A table for a terminal whose every cell is a pair: as printed in the report, and as simulated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace uptake {

/// Numbers as a language writes them: 2,134 and 12.9, or 2.134 and 12,9.
struct NumberStyle {
  bool dutch = false;
  /// "" of NaN; "∞" of infinity. Thousands are set apart.
  [[nodiscard]] std::string text(double value, int decimals) const;
};

struct CellPair {
  std::string report, simulated;
};

struct Grid {
  struct Row {
    std::string label;
    bool heading = false;  ///< no cells: what follows stands under it
    std::vector<CellPair> cells;
  };
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

/// The pairs side by side where that fits in `width` columns of text, else the simulated below the printed.
std::string grid_text(const Grid& grid, std::string_view report, std::string_view simulated,
                      std::size_t width);

/// How many columns a UTF-8 text takes (no wide or combining letters).
std::size_t columns_of_text(std::string_view text);

}  // namespace uptake
