// SPDX-License-Identifier: Apache-2.0
// Of which region are the data? region.yaml in the data folder; without it they are of Flanders, whose names
// the program's own texts use. Another region says what these are called there, and what is thin in its data.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/errors.hpp"

namespace uptake {

/// A name that the program's own texts use, as these write it, and what it stands for.
struct RegionalName {
  std::string_view code, en, nl, meaning;
};
/// All of them. A region gives each; a longer one comes before what it holds.
std::span<const RegionalName> regional_names();

/// The same in a region's words.
struct RegionalWord {
  std::string en, nl, here_en, here_nl;
};

/// Something thin in the data of a region, for the foot of its reports.
struct RegionalLimit {
  std::string code, text_en, text_nl;
};

struct Region {
  std::string name_en, name_nl;
  bool invented = false;  ///< there is no such place: every report says so
  std::string source;     ///< where its data come from
  std::vector<RegionalWord> words;
  std::vector<RegionalLimit> limits;
};

inline constexpr std::string_view region_file = "region.yaml";

/// Reads region.yaml of a data folder; nothing where there is none. Whatever is wrong is added to `problems`.
std::optional<Region> load_region(const std::filesystem::path& data_folder, Problems& problems);

}  // namespace uptake
