// SPDX-License-Identifier: Apache-2.0
// Every parameter of the mechanisms, once. Here its name; its value, unit, prior range, source and status
// stand in scenarios/data/parameters/<mechanism>.yaml under `<mechanism>.<name>`, and a load fails when the
// two differ.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/evidence/parameter_list.hpp"

namespace uptake {

/// The values, as the mechanisms read them: `parameters.recognise_slope` is `recognise.slope` in the files.
struct Parameters {
#define UPTAKE_PARAMETER(mechanism, name) double mechanism##_##name = 0;
  UPTAKE_PARAMETERS(UPTAKE_PARAMETER)
#undef UPTAKE_PARAMETER
};

enum class ParameterStatus : std::uint8_t { data, literature, assumption, calibrated };
std::string_view code(ParameterStatus s);
/// On which scale the prior is normal.
enum class Scale : std::uint8_t { linear, log, logit };

/// What is known of a parameter. `low`..`high` hold the central 95 % of its prior.
struct ParameterInfo {
  std::string key;  ///< "recognise.slope"
  double value = 0, low = 0, high = 0;
  std::string unit, meaning, source;
  ParameterStatus status = ParameterStatus::assumption;
  Scale scale = Scale::linear;
  std::string file;
  int line = 0;

  /// value for a standard normal u: the prior's quantile.
  [[nodiscard]] double at(double u) const;
  /// The inverse: where a value stands in the prior, in its standard deviations.
  [[nodiscard]] double u_of(double x) const;
};

/// The keys in the order of the list, and where each stands in `Parameters`.
struct ParameterSlot {
  std::string_view key;
  double Parameters::* member;
};
std::span<const ParameterSlot> parameter_slots();
/// The slot of a key, or nullptr. There is one address a key.
const ParameterSlot* find_slot(std::string_view key);

struct ParameterSet {
  Parameters values;
  std::vector<ParameterInfo> info;  ///< in the order of parameter_slots()

  /// Sets one by key; false if there is none with that key.
  bool set(std::string_view key, double value);
  [[nodiscard]] const ParameterInfo* find(std::string_view key) const;
  /// The calibrated ones, in order: what a calibration varies. At most 45.
  [[nodiscard]] std::vector<std::size_t> calibrated() const;
};

/// Reads every *.yaml of a folder. Missing and unknown keys, a missing unit or source, a value outside its
/// range, `calibrated` over 45: all are told at once.
ParameterSet load_parameters(const std::filesystem::path& folder);

}  // namespace uptake
