// SPDX-License-Identifier: Apache-2.0
// How does the report lay its tables out? Which rows and columns each has, from the printed numbers
// themselves in the order of their lines: the transcription is the only place where they stand.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tables/grid.hpp"
#include "analysis/tables/tables.hpp"

namespace uptake {

/// What a table's rows and columns are.
enum class TableKind : std::uint8_t {
  answers_across,  ///< Tables 1 and 8: a wave a row
  rates,           ///< Tables 4 and 10: a background a row, n beside it
  shares,          ///< Tables 2 and 9: an answer a row, n at the foot
  helped,          ///< Table 3: a wave a row, under each relationship
  regression,      ///< Tables 5-7, 11-13
  changes          ///< Table 14
};

struct TableLayout {
  std::string_view code;  ///< as the targets have it, "T4"
  TableKind kind;
  std::string_view caption_en, caption_nl;  ///< the report's, and in English
};
/// Tables 1-14, in order.
std::span<const TableLayout> table_layouts();

/// The grids of a table: itself and, under Tables 5, 6, 11 and 12, the tests of the footnotes. Empty where
/// the waves asked for have nothing of it.
std::vector<Grid> grids_of(const TableLayout& layout, const ReportTables& all,
                           const std::vector<Target>& targets, bool dutch);

/// What is printed in a table, and probably not as it was meant: a line each. In the language of the survey's
/// notes, as the transcription tells it.
std::vector<std::string> misprints_of(const TableLayout& layout, const ReportTables& all,
                                      const std::vector<Target>& targets, bool dutch);

/// Concentration indices, which the report has not.
Grid inequality_grid(const ReportTables& all, bool dutch);

}  // namespace uptake
