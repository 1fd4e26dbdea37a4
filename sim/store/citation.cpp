// SPDX-License-Identifier: Apache-2.0
#include "sim/store/citation.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "sim/base/yaml.hpp"

extern const char* const uptake_citation_text;  // made at build time (cmake/citation.cmake)

namespace uptake {
namespace {

std::string text_of(const yaml::Node& map, std::string_view key) {
  const yaml::Node* found = map.find(key);
  return found == nullptr ? std::string() : found->text;
}

}  // namespace

Citation citation() {
  Problems problems;
  const yaml::Node root = yaml::parse_text(uptake_citation_text, "CITATION.cff", problems);
  Citation all{text_of(root, "title"),
               text_of(root, "version"),
               text_of(root, "date-released"),
               text_of(root, "license"),
               {}};
  if (const yaml::Node* authors = root.find("authors"); authors != nullptr) {
    for (const yaml::Node& one : authors->children) {
      const std::string family = text_of(one, "family-names");
      if (family.empty()) {
        all.authors.push_back({text_of(one, "name"), false, {}});
      } else {
        const std::string given = text_of(one, "given-names");
        all.authors.push_back(
            {given.empty() ? family : fmt::format("{} {}", given, family), true, text_of(one, "orcid")});
      }
    }
  }
  if (!problems.empty() || all.title.empty() || all.released.empty() || all.license.empty())
    throw std::logic_error("CITATION.cff: expected title, date-released and license");
  return all;
}

}  // namespace uptake
