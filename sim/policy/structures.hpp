// SPDX-License-Identifier: Apache-2.0
// The structure as data: one registry of the rules that have another form, for scenario files, their schema,
// --structure, the docs and `uptake structures`.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/errors.hpp"
#include "sim/pathway/structure.hpp"

namespace uptake {

/// A form of a rule. `source`: why it is open; texts and their lines, or a citation.
struct StructureOption {
  std::string_view code, label_en, label_nl, does_en, does_nl, source;
};

struct StructureAxis {
  std::string_view code, label_en, label_nl;
  std::span<const StructureOption> options;  ///< the model's own first
  std::size_t (*of)(const Structure&);       ///< which option is chosen
  void (*set)(Structure&, std::size_t option);
};
std::span<const StructureAxis> structure_registry();

std::vector<std::string_view> codes_of(const StructureAxis& axis);

/// "gates=compensatory network=random"; empty for the model's own.
std::string code(const Structure& structure);

/// Chooses what "gates=compensatory" asks for; what it is not goes to `problems`, as of the flag `where`.
void choose_structure(std::string_view wanted, std::string_view where, Structure& structure,
                      Problems& problems);

/// The given structure, then each rule in each of its other forms, one at a time.
std::vector<Structure> one_at_a_time(const Structure& from);

}  // namespace uptake
