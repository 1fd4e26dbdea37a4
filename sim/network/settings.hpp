// SPDX-License-Identifier: Apache-2.0
// What the informal network is asked to be. Values, ranges and sources stand in scenarios/data/network.yaml.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/errors.hpp"

namespace uptake {

/// The layers, strongest claim first: of two ties between the same parents the first layer stays.
enum class Layer : std::uint8_t { kin, friends, neighbours, colleagues };
inline constexpr std::size_t n_layers = 4;
inline constexpr std::array<std::string_view, n_layers> layer_codes{"kin", "friends", "neighbours",
                                                                    "colleagues"};
constexpr std::size_t index(Layer layer) { return static_cast<std::size_t>(layer); }

/// How ties are drawn. In every kind a parent has as many ties of a layer, as close; with whom differs.
enum class NetworkKind : std::uint8_t {
  layers,    ///< kin and neighbours in groups, friends and colleagues one by one: as the settings say
  random,    ///< everybody with anybody in Flanders who is a parent in the same years
  clustered  ///< friends and colleagues in groups too: most of one's ties know each other
};

/// A layer of small groups in which many know each other: a family with its in-laws, the parents at a school
/// gate.
struct GroupSettings {
  double ties = 0;          ///< mean ties a parent
  double size = 0;          ///< parents in a group
  double cohort_years = 0;  ///< the first children of a group are born within a period of this length
  double near = 0;          ///< share who gather in their own municipality
  double region = 0;        ///< share who gather in their own region; the rest anywhere
  double same_origin = 0;   ///< share whose group has one origin; the others join a mixed one
  double by_origin = 0;     ///< how far a place's groups are sorted by origin, against chance = 1
  double by_education = 0;  ///< ... and by education
};

/// A layer of single ties within a region, to parents who are alike.
struct CircleSettings {
  double ties = 0;
  double cohort_years = 0;        ///< first children at most this many years apart
  double other_origin = 0;        ///< weight of a parent of another origin, against the same
  double education_step = 0;      ///< weight per step of education between the two
  double other_municipality = 0;  ///< weight of a parent from elsewhere in the region
  bool all_of_flanders = false;   ///< not within a region
};

struct NetworkSettings {
  GroupSettings kin, neighbours;
  CircleSettings friends, colleagues;
  NetworkKind kind = NetworkKind::layers;
  double trait = 0;          ///< log ties per standard deviation of the parent's network support
  double low_education = 1;  ///< factors on the number of ties, beside what the trait already holds
  double non_eu_plus = 1;
  double lone = 1;          ///< for a parenthood wholly spent alone
  double shared_years = 0;  ///< two parents are tied only if both live their parenthood at once for so long
  double loose[n_layers] = {};  ///< share of a layer's ties that are loose
  double close[n_layers] = {};  ///< ... that are close

  /// Mean ties asked for in a layer.
  [[nodiscard]] double ties(Layer layer) const;
};

/// One number of the file.
struct NetworkNumber {
  std::string key;  ///< "kin.ties"
  double value = 0, low = 0, high = 0;
  std::string unit, status, source;
};

/// Reads network.yaml. Throws BadInput with every problem at once. `numbers`, if given, gets them all with
/// sources.
NetworkSettings load_network_settings(const std::filesystem::path& file,
                                      std::vector<NetworkNumber>* numbers = nullptr);
/// The same from text.
NetworkSettings parse_network_settings(const std::string& text, const std::string& file_name,
                                       std::vector<NetworkNumber>* numbers = nullptr);

}  // namespace uptake
