// SPDX-License-Identifier: Apache-2.0
// Tables 1-4, 8-10 and 14.
#include <tuple>

#include "analysis/tables/printed_table.hpp"

namespace uptake {

Grid grid_across(const PrintedTable& table) {
  Grid grid;
  const std::vector<Place> places = table.places();
  const int first = table.waves().front();
  std::vector<bool> n_after;
  for (std::size_t p = 0; p < places.size(); ++p) {
    const bool last = p + 1 == places.size();
    n_after.push_back(last || table.n(first, places[p]).report != table.n(first, places[p + 1]).report);
    grid.columns.push_back(table.label(places[p]));
    if (n_after.back()) grid.columns.emplace_back("n");
  }
  for (const int year : table.waves()) {
    Grid::Row row{std::to_string(year), false, {}};
    for (std::size_t p = 0; p < places.size(); ++p) {
      row.cells.push_back(table.percent(year, places[p]));
      if (n_after[p]) row.cells.push_back(table.n(year, places[p]));
    }
    grid.rows.push_back(std::move(row));
  }
  if (!table.both_waves()) return grid;
  Grid::Row row{"sign.", false, {}};
  for (std::size_t p = 0; p < places.size(); ++p) {
    row.cells.push_back(table.change(places[p]));
    if (n_after[p]) row.cells.emplace_back();
  }
  grid.rows.push_back(std::move(row));
  return grid;
}

Grid grid_down(const PrintedTable& table, bool n_beside) {
  Grid grid;
  for (const int year : table.waves()) grid.columns.push_back(std::to_string(year));
  if (table.both_waves()) grid.columns.emplace_back("sign.");
  if (n_beside) {
    for (const int year : table.waves()) grid.columns.push_back(fmt::format("n {}", year));
  }
  std::string under;
  for (const Place& place : table.places()) {
    if (n_beside && place.variable != under && place.variable != "total")
      grid.rows.push_back({table.heading(place.variable), true, {}});
    under = place.variable;
    Grid::Row row{table.label(place), false, {}};
    for (const int year : table.waves()) row.cells.push_back(table.percent(year, place));
    if (table.both_waves()) row.cells.push_back(table.change(place));
    if (n_beside) {
      for (const int year : table.waves()) row.cells.push_back(table.n(year, place));
    }
    grid.rows.push_back(std::move(row));
  }
  if (n_beside) return grid;
  Grid::Row foot{"n", false, {}};
  for (const int year : table.waves()) {
    for (const Place& place : table.places()) {  // the first that this wave asked
      if (table.find(year, {}, {}, place) == nullptr) continue;
      foot.cells.push_back(table.n(year, place));
      break;
    }
  }
  grid.rows.push_back(std::move(foot));
  return grid;
}

Grid grid_by_relationship(const PrintedTable& table) {
  Grid grid;
  std::string under;
  const std::vector<Place> places = table.places();
  for (const Place& place : places) {
    if (place.variable == places.front().variable) grid.columns.push_back(table.label(place));
    if (place.variable == under) continue;
    under = place.variable;
    std::string heading = table.heading(place.variable);
    if (table.both_waves()) {
      const CellPair mark = table.change(place);
      heading += fmt::format(" ({} {}", table.dutch() ? "rapport" : "report", mark.report);
      heading += mark.simulated.empty() ? ")" : fmt::format(", simul. {})", mark.simulated);
    }
    grid.rows.push_back({std::move(heading), true, {}});
    for (const int year : table.waves()) {
      Grid::Row row{std::to_string(year), false, {}};
      for (const Place& answer : places) {
        if (answer.variable == under) row.cells.push_back(table.percent(year, answer));
      }
      row.cells.push_back(table.n(year, place));
      grid.rows.push_back(std::move(row));
    }
  }
  grid.columns.emplace_back("n");
  return grid;
}

Grid grid_of_changes(const PrintedTable& table, const ReportTables& all, const std::vector<Target>& targets) {
  Grid grid;
  const bool nl = table.dutch();
  grid.columns = {nl ? "punten" : "points", "sign."};
  const auto signed_text = [&](double x) { return (x > 0 ? "+" : "") + table.text(x, 1); };
  const auto name = [&](const Place& place) {
    return fmt::format("{}: {}", table.heading(place.variable), table.label(place));
  };
  for (const auto& [domain, rates, en, dutch] :
       {std::tuple{"relationship", "T4", "relationship support", "relatieondersteuning"},
        std::tuple{"parenting", "T10", "parenting support", "opvoedingsondersteuning"}}) {
    const PrintedTable of_rates(rates, all, targets, nl);
    for (const bool rise : {true, false}) {
      Grid part;
      for (const TableNumber* n : table.numbers()) {
        const Target& t = table.of(*n);
        if (t.domain != domain || (t.value > 0) != rise) continue;
        const Place place{t.variable, t.category};
        part.rows.push_back({name(place),
                             false,
                             {{signed_text(t.value), n->runs == 0 ? "–" : signed_text(n->simulated.value)},
                              of_rates.change(place)}});
      }
      if (part.rows.empty()) continue;
      grid.rows.push_back({fmt::format("{}: {}", nl ? dutch : en,
                                       rise ? (nl ? "positieve evolutie" : "more often")
                                            : (nl ? "negatieve evolutie" : "less often")),
                           true,
                           {}});
      grid.rows.insert(grid.rows.end(), part.rows.begin(), part.rows.end());
    }
    Grid more;
    for (const Place& place : of_rates.places()) {
      const TableNumber* later = of_rates.find(2021, "resident", "rate", place);
      const TableNumber* earlier = of_rates.find(2016, "resident", "rate", place);
      const bool listed = std::ranges::any_of(table.numbers(), [&](const TableNumber* n) {
        const Target& t = table.of(*n);
        return t.domain == domain && t.variable == place.variable && t.category == place.category;
      });
      if (listed || place.variable == "total" || later == nullptr || earlier == nullptr ||
          !(later->simulated.p < 0.05))
        continue;
      more.rows.push_back({name(place),
                           false,
                           {{signed_text(of_rates.of(*later).value - of_rates.of(*earlier).value),
                             signed_text(later->simulated.value - earlier->simulated.value)},
                            of_rates.change(place)}});
    }
    if (more.rows.empty()) continue;
    grid.rows.push_back({fmt::format("{}: {}", nl ? dutch : en,
                                     nl ? "niet in de lijst van het rapport" : "not in the report's list"),
                         true,
                         {}});
    grid.rows.insert(grid.rows.end(), more.rows.begin(), more.rows.end());
  }
  return grid;
}

}  // namespace uptake
