// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/provenance.hpp"

#include <fmt/format.h>

#include "sim/base/file_hash.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"

namespace uptake {
namespace {

/// What a command is asked beside files and folders.
std::string options_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 3; i < words.size(); ++i) {  // after uptake, the command and its file
    if (words[i] == "--points") {
      ++i;
    } else {
      text += words[i] + " ";
    }
  }
  return text;
}

}  // namespace

Provenance provenance_of(const Calibration& c, const DesignFolder& designs, const std::string& command) {
  const std::vector<std::string> words = split(command, ' ');
  const std::string& kind = words.at(1);
  const std::string file = c.settings.file.filename().string();
  Provenance from = provenance_of(c.study, kind, file, command, {});
  std::vector<MadeFrom> made_from{
      {"calibration", file, sha256(c.settings.text), "The file that says what is fitted to what."}};
  std::string all = fmt::format("{}\n{}\n{}\n{}\n{}\n", c.study.key.fingerprint(), kind, options_of(words),
                                c.settings.text, c.settings.budget.families);
  for (std::size_t d = 1; d <= c.settings.budget.points.size(); ++d) {
    const auto digest = digest_of(designs.design(d) / "design.csv");
    const std::string hash = digest ? digest->sha256 : std::string();
    all += hash + "\n";
    made_from.push_back({fmt::format("design-{}", d), fmt::format("Design {}", d), hash,
                         fmt::format("The points of design {} at which the model was run.", d)});
  }
  from.fingerprint = sha256(all);
  from.made_from.insert(from.made_from.begin(), made_from.begin(), made_from.end());
  from.settings = {{"families", fmt::format("{}", c.settings.budget.families)},
                   {"seed", std::to_string(c.settings.seed)}};
  return from;
}

}  // namespace uptake
