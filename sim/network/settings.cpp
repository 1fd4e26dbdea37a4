// SPDX-License-Identifier: Apache-2.0
// Reading network.yaml: each number with its range, unit, status and source.
#include "sim/network/settings.hpp"

#include <fmt/format.h>

#include "sim/base/yaml.hpp"

namespace uptake {
namespace {

/// A number's name in the file and what it may be.
struct Slot {
  std::string_view key;
  double* value;
  double least, most;
};

struct Section {
  std::string_view name;
  std::vector<Slot> slots;
};

/// Every number once. Bounds are where the word stops meaning anything, not the prior range.
std::vector<Section> sections(NetworkSettings& s) {
  const auto group = [&](GroupSettings& g, Layer l) -> std::vector<Slot> {
    return {{"ties", &g.ties, 0, 20},
            {"size", &g.size, 3, 20},
            {"cohort_years", &g.cohort_years, 0.5, 25},
            {"near", &g.near, 0, 1},
            {"region", &g.region, 0, 1},
            {"same_origin", &g.same_origin, 0, 1},
            {"by_origin", &g.by_origin, 0, 10},
            {"by_education", &g.by_education, 0, 10},
            {"loose", &s.loose[index(l)], 0, 1},
            {"close", &s.close[index(l)], 0, 1}};
  };
  const auto circle = [&](CircleSettings& c, Layer l) -> std::vector<Slot> {
    return {{"ties", &c.ties, 0, 20},
            {"cohort_years", &c.cohort_years, 0.5, 25},
            {"other_origin", &c.other_origin, 0, 1},
            {"education_step", &c.education_step, 0, 1},
            {"other_municipality", &c.other_municipality, 0, 1},
            {"loose", &s.loose[index(l)], 0, 1},
            {"close", &s.close[index(l)], 0, 1}};
  };
  return {{"kin", group(s.kin, Layer::kin)},
          {"friends", circle(s.friends, Layer::friends)},
          {"neighbours", group(s.neighbours, Layer::neighbours)},
          {"colleagues", circle(s.colleagues, Layer::colleagues)},
          {"who",
           {{"trait", &s.trait, 0, 1},
            {"low_education", &s.low_education, 0.2, 2},
            {"non_eu_plus", &s.non_eu_plus, 0.2, 2},
            {"lone", &s.lone, 0.2, 2},
            {"shared_years", &s.shared_years, 0, 20}}}};
}

NetworkNumber read_number(const yaml::Node& node, const std::string& file, std::string key, const Slot& slot,
                          Problems& problems) {
  static constexpr std::array<std::string_view, 3> statuses{"data", "literature", "assumption"};
  const std::string what = fmt::format("'{}'", key);
  yaml::Fields fields(node, file, what, problems);
  const yaml::Range range{slot.least, slot.most};
  NetworkNumber n;
  n.key = std::move(key);
  const auto before = problems.size();
  n.value = fields.number("value", slot.least, range, true);
  n.low = fields.number("low", slot.least, range, true);
  n.high = fields.number("high", slot.most, range, true);
  if (problems.size() == before && !(n.low <= n.value && n.value <= n.high)) {
    fields.problem("value", fmt::format("{} is outside its range {} to {}", n.value, n.low, n.high));
  }
  n.unit = fields.text("unit", {}, true);
  n.source = fields.text("source", {}, true);
  n.status = statuses[static_cast<std::size_t>(fields.choice("status", statuses, 2, true))];
  fields.finish();
  return n;
}

NetworkSettings read(const yaml::Node& root, const std::string& file, Problems& problems,
                     std::vector<NetworkNumber>* numbers) {
  NetworkSettings settings;
  yaml::Fields top(root, file, "the network", problems);
  for (const Section& section : sections(settings)) {
    const yaml::Node* map = top.node(section.name, true);
    if (map == nullptr) continue;
    yaml::Fields fields(*map, file, fmt::format("'{}'", section.name), problems);
    double parts = 0;  // of shares that cannot exceed one together
    for (const Slot& slot : section.slots) {
      const yaml::Node* node = fields.node(slot.key, true);
      if (node == nullptr) continue;
      NetworkNumber n =
          read_number(*node, file, fmt::format("{}.{}", section.name, slot.key), slot, problems);
      *slot.value = n.value;
      if (slot.key == "loose" || slot.key == "close") parts += n.value;
      if (numbers != nullptr) numbers->push_back(std::move(n));
    }
    if (parts > 1)
      fields.problem("close", fmt::format("'loose' and 'close' are {} together, expected at most 1", parts));
    fields.finish();
  }
  const auto places = [&](const GroupSettings& g, Layer layer) {
    if (g.near + g.region <= 1) return;
    const yaml::Node* map = root.find(layer_codes[index(layer)]);
    if (map == nullptr) return;
    yaml::Fields(*map, file, "", problems)
        .problem("region",
                 fmt::format("'near' and 'region' are {} together, expected at most 1", g.near + g.region));
  };
  places(settings.kin, Layer::kin);
  places(settings.neighbours, Layer::neighbours);
  top.finish();
  return settings;
}

}  // namespace

double NetworkSettings::ties(Layer layer) const {
  switch (layer) {
    case Layer::kin:
      return kin.ties;
    case Layer::friends:
      return friends.ties;
    case Layer::neighbours:
      return neighbours.ties;
    case Layer::colleagues:
      break;
  }
  return colleagues.ties;
}

NetworkSettings load_network_settings(const std::filesystem::path& file,
                                      std::vector<NetworkNumber>* numbers) {
  Problems problems;
  const yaml::Node root = yaml::parse_file(file, problems);
  NetworkSettings settings = read(root, file.string(), problems, numbers);
  problems.throw_if_any();
  return settings;
}

NetworkSettings parse_network_settings(const std::string& text, const std::string& file_name,
                                       std::vector<NetworkNumber>* numbers) {
  Problems problems;
  const yaml::Node root = yaml::parse_text(text, file_name, problems);
  NetworkSettings settings = read(root, file_name, problems, numbers);
  problems.throw_if_any();
  return settings;
}

}  // namespace uptake
