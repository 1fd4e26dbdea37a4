// SPDX-License-Identifier: Apache-2.0
// The 285 municipalities of 2025, synthetic: size classes and provinces are known, names and places are
// invented.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace uptake {

enum class HuisForm : std::uint8_t {
  physical,
  embedded,
  antenna,
  virtual_only
};  // codes: physical, embedded, antenna, virtual
enum class Urbanity : std::uint8_t { rural, urban, centre };

struct Municipality {
  std::string code, name;
  std::uint16_t province = 0;  ///< index into Municipalities::provinces
  int size_class = 0;          ///< index into Municipalities::size_classes
  double inhabitants = 0;
  double family_share = 0;  ///< share of Flanders' families; sums to 1
  Urbanity urbanity = Urbanity::rural;
  HuisForm huis = HuisForm::virtual_only;  ///< form of its Huis van het Kind in 2025
  double integration = 0;                  ///< 0-1: how well its services know each other
  std::uint16_t centre = 0;                ///< index of the municipality that is its centre town
  double minutes_to_centre = 0;            ///< travel, one way
};

struct Municipalities {
  std::vector<Municipality> list;         ///< 285
  std::vector<std::string> size_classes;  ///< labels, in order of size
  std::vector<std::string> provinces;     ///< in order of first appearance
  std::vector<std::uint16_t> centres;     ///< indices of the centre towns; a region is one of them
  std::vector<std::uint8_t> region;       ///< of each municipality: index into centres
};

/// Reads municipalities.csv. Throws BadInput with every problem at once.
Municipalities load_municipalities(const std::filesystem::path& file);

}  // namespace uptake
