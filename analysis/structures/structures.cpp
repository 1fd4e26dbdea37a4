// SPDX-License-Identifier: Apache-2.0
#include "analysis/structures/structures.hpp"

#include <algorithm>
#include <array>

#include "sim/evidence/variables.hpp"

namespace uptake {
namespace {

/// 1 up, -1 down, 0 neither: surely or likely.
int direction(EffectWord word) {
  switch (word) {
    case EffectWord::up:
    case EffectWord::likely_up:
      return 1;
    case EffectWord::down:
    case EffectWord::likely_down:
      return -1;
    default:
      return 0;
  }
}

}  // namespace

std::string structure_folder(const Structure& structure, const Structure& own) {
  std::string name;
  for (const StructureAxis& axis : structure_registry()) {
    if (axis.of(structure) == axis.of(own)) continue;
    name += (name.empty() ? "" : "+") + std::string(axis.code) + "-" +
            std::string(axis.options[axis.of(structure)].code);
  }
  return name.empty() ? "own" : name;
}

std::string_view code(Stands stands) {
  constexpr std::array<std::string_view, 4> codes{"stands", "not_everywhere", "turns", "open"};
  return codes[static_cast<std::size_t>(stands)];
}

void add_comparison(const Results& results, const Structure& structure, std::vector<StructureEffect>& effects,
                    std::vector<StructureExpectation>& expectations) {
  for (int s = 1; s < static_cast<int>(results.scenarios.size()); ++s) {
    const auto at = static_cast<std::size_t>(s);
    if (results.part_of[at].whole >= 0) continue;
    for (const std::string_view domain : domain_codes) {
      const Effect* found =
          results.effect(s, {"contact", std::string(domain), "total", "total"}, results.last_year);
      if (found == nullptr) continue;
      effects.push_back({structure, results.scenarios[at].name, std::string(domain), found->baseline,
                         found->effect, verdict_of(found->effect)});
    }
  }
  for (const ExpectationRow& row : results.expectations)
    expectations.push_back({structure, results.scenarios[static_cast<std::size_t>(row.scenario)].name, row});
}

std::vector<StructureVerdict> verdicts(const std::vector<StructureEffect>& effects) {
  std::vector<StructureVerdict> all;
  if (effects.empty()) return all;
  const Structure own = effects.front().structure;
  for (const StructureEffect& first : effects) {
    if (first.structure != own) break;
    StructureVerdict verdict{first.scenario, first.domain, Stands::stands, {}};
    const int wanted = direction(first.word);
    std::vector<Structure> turned, not_shown;
    for (const StructureEffect& other : effects) {
      if (other.scenario != first.scenario || other.domain != first.domain) continue;
      const int here = direction(other.word);
      if (here == -wanted && wanted != 0) turned.push_back(other.structure);
      if (here == 0) not_shown.push_back(other.structure);
    }
    if (wanted == 0) {
      verdict.stands = Stands::open;
    } else if (!turned.empty()) {
      verdict.stands = Stands::turns;
      verdict.against = turned;
    } else if (!not_shown.empty()) {
      verdict.stands = Stands::not_everywhere;
      verdict.against = not_shown;
    }
    all.push_back(std::move(verdict));
  }
  return all;
}

}  // namespace uptake
