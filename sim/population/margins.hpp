// SPDX-License-Identifier: Apache-2.0
// What is the population asked to be? The recovered shares of both waves, a few associations, and soft later
// and earlier waves, from scenarios/data/population/margins.yaml; together with the hazards.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/evidence/variables.hpp"
#include "sim/population/hazards.hpp"

namespace uptake {

struct WeightsSolution;

/// The variables with margins, in the order of the file's `margins`.
enum class Margin : std::uint8_t {
  gender,
  age,
  origin,
  education,
  holiday,
  unexpected_expense,
  family_form,
  children,
  youngest_age,
  union_status
};
inline constexpr std::size_t n_margins = 10;
inline constexpr std::size_t most_categories = 5;
inline constexpr std::array<std::size_t, n_margins> n_categories{2, 4, 3, 3, 2, 2, 3, 4, 5, 3};
constexpr std::size_t at(Margin m) { return static_cast<std::size_t>(m); }
std::string_view code(Margin m);

using Shares = std::array<double, most_categories>;

/// One variable: its recovered shares in the two waves. union_status is of those with a partner.
struct MarginData {
  std::array<Shares, n_waves> share{}, low{}, high{};
  Shares softness{};  ///< SE with which the share is asked for
  std::string source, status;
};

/// The share with a partner (here or apart) or with a partner apart, among a category (or among all).
struct Association {
  bool apart = false;  ///< living apart together, else any partner
  bool everybody = false;
  Margin margin = Margin::gender;
  std::size_t category = 0;
  std::array<double, n_waves> share{};
  double softness = 0;
  std::string source;
};

/// A year that is no wave: soft shares that keep the weights from bending the years around the waves.
struct PseudoWave {
  int year = 2006;
  double size = 1;  ///< families, relative to 2016
  double softness = .16;
  std::array<bool, n_margins> asked{};
  std::array<Shares, n_margins> share{};
};

struct Margins {
  double real_families_2016 = 0;
  double size_2021 = 1, size_softness = .002;  ///< families in 2021, relative to 2016
  std::array<MarginData, n_margins> margin;
  std::vector<Association> associations;
  std::vector<PseudoWave> pseudo;
  double bend_softness = .05;  ///< of the change of a yearly change at a wave: against a snap-back
  // How the weights are found
  double kappa = 1;
  double weight_low = .2, weight_high = 3.5;
  int pool = 60'000;
  std::uint32_t pool_seed = 1;
};

/// Everything a population is made from, apart from its seed and size.
struct PopulationData {
  Margins margins;
  HazardSet hazards;
  std::shared_ptr<const WeightsSolution> weights;  ///< if their folder keeps them (kept_weights.hpp)
};

Margins read_margins(const std::filesystem::path& file, Problems& problems);
/// Reads margins.yaml and hazards.yaml of a folder, and the weights that it keeps.
PopulationData read_population_data(const std::filesystem::path& folder, Problems& problems);

}  // namespace uptake
