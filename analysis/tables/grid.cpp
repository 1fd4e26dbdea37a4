// SPDX-License-Identifier: Apache-2.0
#include "analysis/tables/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace uptake {
namespace {

std::string padding(std::size_t to, std::string_view text) {
  const std::size_t width = columns_of_text(text);
  return std::string(to > width ? to - width : 0, ' ');
}
std::string right(std::string_view text, std::size_t width) {
  return padding(width, text) + std::string(text);
}
std::string left(std::string_view text, std::size_t width) {
  return std::string(text) + padding(width, text);
}

std::string trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line + "\n";
}

std::string label_of(const Grid::Row& row, bool under) {
  return (under && !row.heading ? "  " : "") + row.label;
}

bool has_headings(const Grid& grid) {
  return std::ranges::any_of(grid.rows, [](const Grid::Row& r) { return r.heading; });
}

std::size_t label_width(const Grid& grid, std::string_view at_least) {
  std::size_t width = columns_of_text(at_least) + 4;
  for (const Grid::Row& row : grid.rows) width = std::max(width, columns_of_text(row.label) + 2);
  return width;
}

/// Of each column, how wide the printed and the simulated cells are.
struct Widths {
  std::vector<std::size_t> report, simulated;
};
Widths widths_of(const Grid& grid, std::size_t report, std::size_t simulated) {
  Widths w{std::vector<std::size_t>(grid.columns.size(), report),
           std::vector<std::size_t>(grid.columns.size(), simulated)};
  for (const Grid::Row& row : grid.rows) {
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      w.report[c] = std::max(w.report[c], columns_of_text(row.cells[c].report));
      w.simulated[c] = std::max(w.simulated[c], columns_of_text(row.cells[c].simulated));
    }
  }
  return w;
}

constexpr std::string_view between = "   ", within = "  ";

}  // namespace

std::size_t columns_of_text(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string NumberStyle::text(double value, int decimals) const {
  if (std::isnan(value)) return {};
  if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  if (dutch && whole < digits.size()) digits[whole] = ',';
  for (std::size_t at = whole; at > 3; at -= 3) digits.insert(at - 3, dutch ? "." : ",");
  return (value < 0 && !zero ? "-" : "") + digits;
}

std::string grid_text(const Grid& grid, std::string_view report, std::string_view simulated,
                      std::size_t width) {
  const bool under = has_headings(grid);
  const std::size_t label = label_width(grid, simulated);
  Widths w = widths_of(grid, columns_of_text(report), columns_of_text(simulated));
  std::size_t beside = label;
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    const std::size_t pair = w.report[c] + within.size() + w.simulated[c],
                      title = columns_of_text(grid.columns[c]);
    if (title > pair) w.simulated[c] += title - pair;
    beside += between.size() + std::max(pair, title);
  }
  std::string text;
  if (beside <= width) {
    std::string titles = left("", label), heads = titles;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
      titles.append(between).append(left(grid.columns[c], w.report[c] + within.size() + w.simulated[c]));
      heads.append(between)
          .append(right(report, w.report[c]))
          .append(within)
          .append(right(simulated, w.simulated[c]));
    }
    text = trimmed(titles) + trimmed(heads);
    for (const Grid::Row& row : grid.rows) {
      std::string line = left(label_of(row, under), label);
      for (std::size_t c = 0; c < row.cells.size(); ++c)
        line.append(between)
            .append(right(row.cells[c].report, w.report[c]))
            .append(within)
            .append(right(row.cells[c].simulated, w.simulated[c]));
      text += trimmed(line);
    }
    return text;
  }
  w = widths_of(grid, 0, 0);
  const auto wide = [&](std::size_t c) {
    return std::max({w.report[c], w.simulated[c], columns_of_text(grid.columns[c])});
  };
  std::string titles = left("", label);
  for (std::size_t c = 0; c < grid.columns.size(); ++c)
    titles.append(within).append(right(grid.columns[c], wide(c)));
  text = trimmed(titles);
  for (const Grid::Row& row : grid.rows) {
    std::string upper = left(label_of(row, under), label);
    std::string lower = left(fmt::format("    {}", simulated), label);
    bool any = false;
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      upper.append(within).append(right(row.cells[c].report, wide(c)));
      lower.append(within).append(right(row.cells[c].simulated, wide(c)));
      any = any || !row.cells[c].simulated.empty();
    }
    text += trimmed(upper);
    if (any) text += trimmed(lower);
  }
  return text;
}

}  // namespace uptake
