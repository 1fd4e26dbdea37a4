// SPDX-License-Identifier: Apache-2.0
// Is a region read as it stands, and is what it lacks told?
#include "sim/evidence/region.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class RegionFile : public testing::Test {
 protected:
  fs::path folder_ = fs::path(testing::TempDir()) / "uptake_region";
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  /// The problems of a region.yaml, one a line.
  [[nodiscard]] std::string problems(const std::string& text) const {
    std::ofstream(folder_ / "region.yaml") << text;
    Problems problems;
    EXPECT_FALSE(load_region(folder_, problems).has_value());
    std::string all;
    for (const Problem& p : problems.all()) all += p.text() + "\n";
    return all;
  }
  static std::string names() {
    std::string text = "names:\n";
    for (const RegionalName& n : regional_names())
      text += "  " + std::string(n.code) + ": {en: E " + std::string(n.code) + ", nl: N " +
              std::string(n.code) + "}\n";
    return text;
  }
};

TEST_F(RegionFile, IsNotNeeded) {
  Problems problems;
  EXPECT_FALSE(load_region(folder_, problems).has_value());
  EXPECT_TRUE(problems.empty());
}

TEST_F(RegionFile, IsReadAsItStands) {
  std::ofstream(folder_ / "region.yaml")
      << "invented: true\nsource: a source\n"
      << names() << "limits:\n  - {code: thin, text: {en: one, nl: een}}\n";
  Problems problems;
  const auto region = load_region(folder_, problems);
  ASSERT_TRUE(region.has_value());
  EXPECT_EQ(region->name_en, "E region");
  EXPECT_EQ(region->name_nl, "N region");
  EXPECT_TRUE(region->invented);
  EXPECT_EQ(region->source, "a source");
  EXPECT_EQ(region->words.size(), regional_names().size());
  EXPECT_EQ(region->words[1].en, "Flemish");
  EXPECT_EQ(region->words[1].here_nl, "N regional");
  ASSERT_EQ(region->limits.size(), 1U);
  EXPECT_EQ(region->limits[0].text_nl, "een");
}

TEST_F(RegionFile, WhatItLacksIsToldWithItsPlace) {
  std::string without = names();
  without.erase(without.find("  language:"), without.find("  young_children:") - without.find("  language:"));
  EXPECT_THAT(problems("source: a source\n" + without),
              AllOf(HasSubstr("region.yaml:3:3: 'names' lacks 'language'"),
                    HasSubstr("what 'Dutch' is called here")));
  EXPECT_THAT(problems(names()), HasSubstr("'source'"));
  EXPECT_THAT(problems("source: a source\nregoin: x\n" + names()), HasSubstr("regoin"));
  EXPECT_THAT(problems("source: a source\nnames:\n  region: {en: only}\n"), HasSubstr("'nl'"));
  EXPECT_THAT(problems("source: a source\n" + names() + "limits: [{code: x}]\n"), HasSubstr("'text'"));
  EXPECT_THAT(problems(""), HasSubstr("region.yaml"));
}

/// A name that is a part of another must come after it, or it would be replaced inside.
TEST(RegionalNames, NoneStandsBeforeWhatHoldsIt) {
  const auto all = regional_names();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      EXPECT_EQ(all[k].en.find(all[i].en), std::string_view::npos) << all[k].en;
      EXPECT_EQ(all[k].nl.find(all[i].nl), std::string_view::npos) << all[k].nl;
    }
}

}  // namespace
}  // namespace uptake
