// SPDX-License-Identifier: Apache-2.0
#include "analysis/tables/layout.hpp"

#include <array>

#include "analysis/tables/printed_table.hpp"

namespace uptake {
namespace {

using enum TableKind;
constexpr std::array layouts{
    TableLayout{
        "T1", answers_across,
        "Use of relationship support, by the relationship that it was for (percentages)",
        "Gebruik van het aanbod aan relatieondersteuning, per type relatie waarvoor gebruik gemaakt werd van "
        "relatieondersteuning (percentages)"},
    TableLayout{"T2", shares, "Use of the forms of relationship support, of those who used any (percentages)",
                "Gebruik van verschillende vormen van het relatieondersteunend aanbod (percentages)"},
    TableLayout{"T3", helped, "How much relationship support helped (row percentages)",
                "Mate waarin ouders zich geholpen voelen met het gebruikte aanbod aan relatieondersteuning "
                "(rijpercentages)"},
    TableLayout{"T4", rates, "Use of relationship support, by background (percentages)",
                "Gebruik van het aanbod aan relatieondersteuning, naar achtergrondkenmerken (percentages)"},
    TableLayout{
        "T5", regression,
        "Logistic regression of the use of relationship support on support from the partner with problems in "
        "the relationship",
        "Logistische regressie voor het gebruik van relatieondersteuning naarmate men zich gesteund voelt "
        "door "
        "de partner bij problemen in de partnerrelatie"},
    TableLayout{
        "T6", regression,
        "Logistic regression of the use of relationship support on support from the network with problems in "
        "the relationship",
        "Logistische regressie voor het gebruik van relatieondersteuning naarmate men zich gesteund voelt "
        "door "
        "het sociale netwerk bij problemen in de partnerrelatie"},
    TableLayout{"T7", regression,
                "Logistic regression of the use of relationship support, of parents with a resident child "
                "under 25 and "
                "a partner",
                "Logistische regressie voor het gebruik van relatieondersteuning, beperkt tot ouders met een "
                "min-25-jarig officieel inwonend kind en een partnerrelatie"},
    TableLayout{"T8", answers_across, "Use of parenting support, by when it was used (percentages)",
                "Gebruik van het aanbod opvoedingsondersteuning, per moment waarop gebruik gemaakt werd van "
                "opvoedingsondersteuning (percentages)"},
    TableLayout{"T9", shares,
                "Use of the forms of parenting support, of parents who ever used any (percentages)",
                "Gebruik van verschillende aanbodvormen voor ouders die ooit gebruik maakten van "
                "opvoedingsondersteuning (percentages)"},
    TableLayout{
        "T10", rates, "Use of parenting support, by background (percentages)",
        "Gebruik van het aanbod aan opvoedingsondersteuning, naar achtergrondkenmerken (percentages)"},
    TableLayout{
        "T11", regression,
        "Logistic regression of the use of parenting support on support from the partner in bringing up the "
        "children",
        "Logistische regressie voor het gebruik van opvoedingsondersteuning naarmate men zich gesteund voelt "
        "door de partner bij de opvoeding van de kinderen"},
    TableLayout{
        "T12", regression,
        "Logistic regression of the use of parenting support on support from the network in bringing up the "
        "children",
        "Logistische regressie voor het gebruik van opvoedingsondersteuning naarmate men zich gesteund voelt "
        "door het sociale netwerk bij de opvoeding van de kinderen"},
    TableLayout{
        "T13", regression,
        "Logistic regression of the use of parenting support, of parents with a resident child under 25",
        "Logistische regressie voor het gebruik van opvoedingsondersteuning, beperkt tot ouders met een "
        "min-25-jarig officieel inwonend kind"},
    TableLayout{"T14", changes,
                "Groups that told use more or less often in 2021 than in 2016 (percentage points)",
                "Groepen gezinnen die tussen 2016 en 2021 vaker of minder vaak aangeven ooit gebruik te "
                "hebben gemaakt "
                "(procentpunten)"}};

}  // namespace

std::span<const TableLayout> table_layouts() { return layouts; }

std::vector<Grid> grids_of(const TableLayout& layout, const ReportTables& all,
                           const std::vector<Target>& targets, bool dutch) {
  const PrintedTable table(layout.code, all, targets, dutch);
  if (table.empty()) return {};
  switch (layout.kind) {
    case answers_across:
      return {grid_across(table)};
    case rates:
      return {grid_down(table, true)};
    case shares:
      return {grid_down(table, false)};
    case helped:
      return {grid_by_relationship(table)};
    case changes:
      return {grid_of_changes(table, all, targets)};
    case regression:
      break;
  }
  std::vector<Grid> grids{grid_of_regression(table)};
  const bool one_covariate = layout.code != "T7" && layout.code != "T13";
  if (!one_covariate) return grids;
  Grid notes = grid_of_footnotes(table, all, targets);
  if (!notes.rows.empty()) grids.push_back(std::move(notes));
  return grids;
}

std::vector<std::string> misprints_of(const TableLayout& layout, const ReportTables& all,
                                      const std::vector<Target>& targets, bool dutch) {
  const PrintedTable table(layout.code, all, targets, dutch);
  constexpr std::string_view suspected = "suspected misprint: ";
  std::vector<std::string> lines;
  for (const TableNumber* n : table.numbers()) {
    const Target& t = table.of(*n);
    if (!t.note.starts_with(suspected) || t.sample == "all")
      continue;  // told of the residents' row beside it
    std::string place = t.variable == "intercept" ? table.label({t.variable, t.category})
                                                  : fmt::format("{}: {}", table.heading(t.variable),
                                                                table.label({t.variable, t.category}));
    lines.push_back(fmt::format("{} {}: {}", place, t.year, t.note.substr(suspected.size())));
  }
  return lines;
}

Grid inequality_grid(const ReportTables& all, bool dutch) {
  Grid grid;
  const NumberStyle style{dutch};
  for (const int year : all.settings.waves) grid.columns.push_back(std::to_string(year));
  for (std::size_t r = 0; r < rankings.size(); ++r) {
    const Variable& variable = *find_variable(rankings[r].variable);
    grid.rows.push_back({in_words_of(all.region, std::string(dutch ? variable.label_nl : variable.label_en),
                                     dutch ? "nl" : "en"),
                         true,
                         {}});
    for (const Domain domain : both_domains) {
      const bool of_relationship = domain == Domain::relationship;
      Grid::Row row{dutch ? (of_relationship ? "relatieondersteuning" : "opvoedingsondersteuning")
                          : (of_relationship ? "relationship support" : "parenting support"),
                    false,
                    {}};
      for (const TableInequality& i : all.inequality) {
        if (i.ranking == r && i.domain == domain)
          row.cells.push_back({style.text(i.published, 3), style.text(i.simulated, 3)});
      }
      grid.rows.push_back(std::move(row));
    }
  }
  return grid;
}

}  // namespace uptake
