// SPDX-License-Identifier: Apache-2.0
#include "sim/evidence/region.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "sim/base/yaml.hpp"

namespace uptake {
namespace {

constexpr std::array names{
    RegionalName{"region", "Flanders", "Vlaanderen", "the region"},
    RegionalName{"regional", "Flemish", "Vlaamse", "of the region, as in 'a ... municipality'"},
    RegionalName{"country", "Belgium", "België", "the country: the origin that is not foreign"},
    RegionalName{"language", "Dutch", "Nederlands", "the language that services speak"},
    RegionalName{"young_children", "Kind en Gezin", "Kind en Gezin",
                 "who sees every young child (answer kind_en_gezin)"},
    RegionalName{"family_house", "Huis van het Kind", "Huis van het Kind",
                 "a house with help for families (answer huis_van_het_kind)"},
    RegionalName{"parenting_shop", "parenting shop", "opvoedingswinkel",
                 "what came before it (answer parenting_shop)"},
    RegionalName{"social_house", "social house", "Sociaal Huis", "the municipality's social service"},
    RegionalName{"pupils", "CLB", "CLB", "who looks after pupils (answer clb_school)"},
    RegionalName{"welfare", "CAW", "CAW", "the general welfare centre"}};

/// A text in both languages, or empty ones with a problem.
std::pair<std::string, std::string> both(const yaml::Node* node, const std::string& file,
                                         const std::string& what, Problems& problems) {
  if (node == nullptr) return {};
  yaml::Fields fields(*node, file, what, problems);
  if (node->kind != yaml::Kind::map) return {};
  std::pair<std::string, std::string> text{fields.text("en", {}, true), fields.text("nl", {}, true)};
  fields.finish();
  return text;
}

void read_words(const yaml::Node& node, const std::string& file, Region& region, Problems& problems) {
  yaml::Fields fields(node, file, "the names", problems);
  if (node.kind != yaml::Kind::map) return;
  for (const RegionalName& n : names) {
    const yaml::Node* given = fields.node(n.code);
    if (given == nullptr) {
      problems.add(
          file, node.line, node.column,
          fmt::format("'names' lacks '{}': expected what '{}' is called here ({})", n.code, n.en, n.meaning));
      continue;
    }
    auto [en, nl] = both(given, file, fmt::format("the name '{}'", n.code), problems);
    region.words.push_back({std::string(n.en), std::string(n.nl), std::move(en), std::move(nl)});
  }
  fields.finish();
}

RegionalLimit read_limit(const yaml::Node& node, const std::string& file, Problems& problems) {
  RegionalLimit limit;
  yaml::Fields fields(node, file, "a limit", problems);
  limit.code = fields.text("code", {}, true);
  std::tie(limit.text_en, limit.text_nl) =
      both(fields.node("text", true), file, "the text of a limit", problems);
  fields.finish();
  return limit;
}

}  // namespace

std::span<const RegionalName> regional_names() { return names; }

std::optional<Region> load_region(const std::filesystem::path& data_folder, Problems& problems) {
  const std::filesystem::path path = data_folder / region_file;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  const std::string file = path.string();
  const std::size_t before = problems.size();
  const yaml::Node root = yaml::parse_file(path, problems);
  if (problems.size() > before) return {};
  Region region;
  yaml::Fields top(root, file, "the region", problems);
  region.invented = top.boolean("invented", false);
  region.source = top.text("source", {}, true);
  if (const yaml::Node* given = top.node("names", true)) read_words(*given, file, region, problems);
  for (const yaml::Node* node : top.maps("limits"))
    region.limits.push_back(read_limit(*node, file, problems));
  top.finish();
  if (problems.size() > before) return {};
  region.name_en = region.words.front().here_en;
  region.name_nl = region.words.front().here_nl;
  return region;
}

}  // namespace uptake
