// SPDX-License-Identifier: Apache-2.0
#include "analysis/graphs/network_files.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

#include "analysis/graphs/graphml.hpp"
#include "sim/base/csv.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/store/long_file.hpp"

namespace uptake {
namespace {

constexpr std::array<std::string_view, n_strengths> strength_codes{"loose", "middling", "close"};

template <class Value>
std::string category(std::string_view variable, Value value) {
  return std::string(find_variable(variable)->categories[static_cast<std::size_t>(value)].code);
}

const Spell* present(const Population& population, ParentId parent, Month month) {
  const Spell* spell = population.spell_at(parent, month);
  return spell != nullptr && is_parenting(*spell) ? spell : nullptr;
}

const std::vector<Column>& parent_columns() {
  static const std::vector<Column> columns{
      {"parent", "integer", "", "number of the parent in its population"},
      {"family", "integer", "", "number of the household, as `uptake story --family` takes it"},
      {"partner", "integer", "", "number of the partner, where that is a parent here too"},
      {"gender", "text", "", "men or women"},
      {"birth_year", "integer", "year", "of the parent"},
      {"origin", "text", "", "belgium, eu_plus or non_eu_plus"},
      {"education", "text", "", "lower_secondary, upper_secondary or higher"},
      {"family_form", "text", "", "intact, single_parent or stepfamily; empty without a child at home"},
      {"children", "integer", "children", "under 25 at home"},
      {"youngest_age", "text", "years", "class of the youngest child at home; empty without one"},
      {"municipality", "text", "", "code of the (synthetic) municipality"},
      {"region", "text", "", "code of its centre town"},
      {"ties", "integer", "ties", "to others of this table"}};
  return columns;
}

const std::vector<Column>& tie_columns() {
  static const std::vector<Column> columns{{"a", "integer", "", "the parent with the lower number"},
                                           {"b", "integer", "", "the other"},
                                           {"layer", "text", "", "kin, friends, neighbours or colleagues"},
                                           {"strength", "text", "", "loose, middling or close"}};
  return columns;
}

std::string line_of(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i > 0 ? "," : "") + csv_field(fields[i]);
  return line + "\n";
}

std::string header_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.emplace_back(column.name);
  return line_of(names);
}

std::vector<GraphmlField> fields_of(const std::vector<Column>& columns, std::size_t first) {
  std::vector<GraphmlField> fields;
  for (std::size_t i = first; i < columns.size(); ++i)
    fields.push_back({columns[i].name, columns[i].type == "integer" ? "int" : "string"});
  return fields;
}

}  // namespace

NetworkSize foreseen_size(double families, const NetworkSettings& settings) {
  constexpr double parents_a_family = 2;  // with those whose children live elsewhere
  double ties = 0;
  for (std::size_t layer = 0; layer < n_layers; ++layer) ties += settings.ties(static_cast<Layer>(layer));
  const double parents = parents_a_family * families;
  return {parents, parents * ties / 2};
}

NetworkSize network_size(const Network& network, const Population& population, Month month) {
  NetworkSize size;
  for (ParentId parent = 0; parent < population.n_parents(); ++parent) {
    if (present(population, parent, month) == nullptr) continue;
    size.parents += 1;
    network.for_each_tie(parent, [&](ParentId other, const TieData&) {
      if (other > parent && present(population, other, month) != nullptr) size.ties += 1;
    });
  }
  return size;
}

std::vector<CsvExport> write_network(const Network& network, const Population& population,
                                     const Municipalities& municipalities, Month month,
                                     const std::filesystem::path& folder) {
  std::vector<CsvExport> tables{
      described(
          CsvExport("network-parents.csv", parent_columns()),
          {"Parents who raise a child under 25 in Flanders in " + month_text(month) + ".", {"parent"}, {}}),
      described(CsvExport("network-ties.csv", tie_columns()),
                {"Informal ties among them, each once.",
                 {"a", "b"},
                 {{{"a"}, "network-parents.csv", {"parent"}}, {{"b"}, "network-parents.csv", {"parent"}}}})};
  LongFile parents(folder / tables[0].name(), false);
  LongFile ties(folder / tables[1].name(), false);
  Graphml graph(folder / "network.graphml", false, fields_of(parent_columns(), 1),
                fields_of(tie_columns(), 2));
  parents.write(header_of(parent_columns()));
  ties.write(header_of(tie_columns()));
  for (ParentId parent = 0; parent < population.n_parents(); ++parent) {
    const Spell* spell = present(population, parent, month);
    if (spell == nullptr) continue;
    std::size_t n_ties = 0;
    network.for_each_tie(parent, [&](ParentId other, const TieData&) {
      n_ties += present(population, other, month) != nullptr ? 1U : 0U;
    });
    const bool partner = spell->partner != nobody && present(population, spell->partner, month) != nullptr;
    const std::uint16_t town = population.municipality[spell->household];
    std::vector<std::string> row{
        std::to_string(parent),
        std::to_string(spell->household),
        partner ? std::to_string(spell->partner) : std::string(),
        category("gender", population.traits[parent].gender),
        std::to_string(year_of(population.traits[parent].birth)),
        category("origin", population.traits[parent].origin),
        category("education", population.traits[parent].education),
        spell->form == Form::none ? std::string() : category("family_form", spell->form),
        std::to_string(spell->n_children),
        spell->youngest_birth == never
            ? std::string()
            : category("youngest_age", youngest_class(spell->youngest_birth, month)),
        municipalities.list[town].code,
        municipalities.list[municipalities.list[town].centre].code,
        std::to_string(n_ties)};
    parents.write(line_of(row));
    const std::string id = std::move(row.front());
    row.erase(row.begin());
    graph.node(id, row);
  }
  for (ParentId parent = 0; parent < population.n_parents(); ++parent) {
    if (present(population, parent, month) == nullptr) continue;
    network.for_each_tie(parent, [&](ParentId other, const TieData& tie) {
      if (other < parent || present(population, other, month) == nullptr) return;
      const std::string layer(layer_codes[index(tie.layer)]);
      const std::string strength(strength_codes[static_cast<std::size_t>(tie.strength)]);
      ties.write(line_of({std::to_string(parent), std::to_string(other), layer, strength}));
      graph.edge(std::to_string(parent), std::to_string(other), {layer, strength});
    });
  }
  parents.finish();
  ties.finish();
  graph.finish();
  return tables;
}

}  // namespace uptake
