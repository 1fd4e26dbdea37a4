// SPDX-License-Identifier: Apache-2.0
// Does a scenario's effect stand whatever the model's structure? The same comparison in each structure, side
// by side.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/compare/compare.hpp"
#include "sim/policy/structures.hpp"
#include "sim/store/package.hpp"

namespace uptake {

/// Where the comparison in a structure stands: "own", or "gates-compensatory". The first structure of a list
/// is own.
std::string structure_folder(const Structure& structure, const Structure& own);

/// What a scenario does in one structure: to the primary measure of a domain (a share of families), the last
/// full year.
struct StructureEffect {
  Structure structure;
  std::string scenario, domain;
  double baseline = 0;
  PairedEffect effect;
  EffectWord word = EffectWord::once;
};

/// A source's expectation of a scenario, beside what one structure shows.
struct StructureExpectation {
  Structure structure;
  std::string scenario;
  ExpectationRow row;
};

/// What a comparison in a structure says, the scenarios in their order.
void add_comparison(const Results& results, const Structure& structure, std::vector<StructureEffect>& effects,
                    std::vector<StructureExpectation>& expectations);

/// Of a scenario and domain, over all structures:
/// - stands: the same direction, surely or likely, in every one.
/// - open: none in the own structure, so nothing can stand.
/// - turns: the other direction, surely or likely, in at least one.
/// - not_everywhere: in some it is not shown.
enum class Stands : std::uint8_t { stands, not_everywhere, turns, open };
std::string_view code(Stands stands);

struct StructureVerdict {
  std::string scenario, domain;
  Stands stands = Stands::open;
  std::vector<Structure> against;  ///< where it turns, or else is not shown
};
/// `effects` of all structures, the own one first.
std::vector<StructureVerdict> verdicts(const std::vector<StructureEffect>& effects);

/// All that is told, for tables, page, terminal.
struct StructureComparison {
  Provenance from;
  std::string posterior, baseline;
  std::filesystem::path data;  ///< the folder of the evidence
  int year = 0;
  double families = 0;
  std::size_t n_runs = 0;
  std::uint32_t seed = 1;
  std::vector<Structure> structures;  ///< the own one first
  std::vector<std::pair<std::string, std::array<std::string, 2>>>
      titles;  ///< of scenarios by name: English, Dutch
  std::vector<StructureEffect> effects;
  std::vector<StructureExpectation> expectations;
};

nlohmann::ordered_json structures_json(const StructureComparison& comparison);
std::string structures_text(const StructureComparison& comparison);
/// structures.csv, structures-expectations.csv, data-dictionary.csv, datapackage.json, structures.json,
/// structures.html, ro-crate-metadata.json; the crate names the folders of the comparisons too.
void write_structures(const StructureComparison& comparison, const std::filesystem::path& folder);

}  // namespace uptake
