// SPDX-License-Identifier: Apache-2.0
// Tables 5-7 and 11-13, with what their footnotes test.
#include "analysis/tables/printed_table.hpp"

namespace uptake {

Grid grid_of_regression(const PrintedTable& table) {
  Grid grid;
  const bool nl = table.dutch();
  for (const int year : table.waves()) {
    for (const char* column : {"n", "β", "sign.", "OR", nl ? "van" : "from", nl ? "tot" : "to"})
      grid.columns.push_back(table.both_waves() && std::string_view(column) == "n"
                                 ? fmt::format("{}: n", year)
                                 : std::string(column));
  }
  std::string under;
  for (const Place& place : table.places()) {
    const bool covariate = find_variable(place.variable) != nullptr;
    if (covariate && place.variable != under) grid.rows.push_back({table.heading(place.variable), true, {}});
    under = place.variable;
    Grid::Row row{table.label(place), false, {}};
    for (const int year : table.waves()) {
      if (const TableNumber* r2 = table.find(year, {}, "r2", place)) {
        for (const CellPair& cell :
             {CellPair{}, table.value(r2, 3), CellPair{}, CellPair{}, CellPair{}, CellPair{}})
          row.cells.push_back(cell);
        continue;
      }
      const TableNumber* beta = table.find(year, {}, "beta", place);
      const TableNumber* odds = table.find(year, {}, "odds_ratio", place);
      const TableNumber* reference = table.find(year, {}, "n", place);
      const auto end = [&](std::optional<double> Target::* printed,
                           double RunFigure::* simulated) -> CellPair {
        if (odds == nullptr) return {};
        return {table.text((table.of(*odds).*printed).value_or(no_figure), 3),
                table.text(odds->simulated.*simulated, 3)};
      };
      row.cells.push_back(odds != nullptr        ? table.n(*odds)
                          : reference != nullptr ? table.value(reference, 0)
                                                 : CellPair{});
      row.cells.push_back(table.value(beta, 3));
      row.cells.push_back(beta == nullptr ? CellPair{} : table.mark(*beta));
      row.cells.push_back(reference != nullptr ? CellPair{"ref.", "ref."} : table.value(odds, 3));
      row.cells.push_back(end(&Target::ci_low, &RunFigure::low));
      row.cells.push_back(end(&Target::ci_high, &RunFigure::high));
    }
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

Grid grid_of_footnotes(const PrintedTable& table, const ReportTables& all,
                       const std::vector<Target>& targets) {
  Grid grid;
  const bool nl = table.dutch();
  grid.columns = {"χ²", "p"};
  const PrintedTable text("text", all, targets, nl, table.domain());
  for (const TableNumber* n : text.numbers()) {
    const Target& t = text.of(*n);
    if (t.measure != "chi2" || table.find(t.year, {}, {}, {t.variable, "fairly"}) == nullptr) continue;
    if (n->runs == 0) continue;
    const TableNumber* p = text.find(t.year, t.sample, "p_value", {t.variable, t.category});
    const std::string label = t.category == "trend" ? fmt::format("trend {} (Mantel-Haenszel)", t.year)
                                                    : fmt::format("{}: 2016 {} 2021 (Pearson)",
                                                                  text.label({t.variable, t.category}),
                                                                  nl ? "tegenover" : "against");
    grid.rows.push_back(
        {label,
         false,
         {text.value(n, 3),
          {p == nullptr ? "" : text.text(text.of(*p).value, 3), text.text(n->simulated.p, 3)}}});
  }
  return grid;
}

}  // namespace uptake
