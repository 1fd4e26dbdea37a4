// SPDX-License-Identifier: Apache-2.0
// Is network.yaml complete and sourced, and is a bad one refused with all its problems?
#include "sim/network/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace uptake {
namespace {

using testing::HasSubstr;

std::string file_text() {
  std::ifstream in(std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data/network.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string with(const std::string& old_text, const std::string& new_text) {
  std::string text = file_text();
  const auto at = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return text.replace(at, old_text.size(), new_text);
}

std::string problems_of(const std::string& text) {
  try {
    (void)parse_network_settings(text, "network.yaml");
  } catch (const BadInput& e) {
    return e.what();
  }
  return "accepted";
}

TEST(NetworkSettings, every_number_has_unit_range_and_source) {
  std::vector<NetworkNumber> numbers;
  const NetworkSettings s = parse_network_settings(file_text(), "network.yaml", &numbers);
  EXPECT_EQ(numbers.size(), 2U * 10 + 2 * 7 + 5);
  for (const NetworkNumber& n : numbers) {
    EXPECT_LT(n.low, n.high) << n.key;
    EXPECT_FALSE(n.unit.empty()) << n.key;
    EXPECT_FALSE(n.source.empty()) << n.key;
  }
  const double local = s.kin.ties + s.neighbours.ties;
  const double all = local + s.friends.ties + s.colleagues.ties;
  EXPECT_GE(all, 5);  // science.md 5
  EXPECT_LE(all, 8);
  EXPECT_GE(local / all, 0.6);
  EXPECT_LE(local / all, 0.7);
}

TEST(NetworkSettings, problems_come_all_at_once_with_their_place) {
  std::string text = with("ties: {value: 1.8,", "tyes: {value: 1.8,");
  const std::string old_text = "status: assumption, source: \"friends with children of about one age\"";
  text.replace(text.find(old_text), old_text.size(), "status: rumour, source: \"\"");
  const std::string told = problems_of(text);
  EXPECT_THAT(told, HasSubstr("network.yaml:8:3: "));
  EXPECT_THAT(told, HasSubstr("tyes"));
  EXPECT_THAT(told, HasSubstr("did you mean 'ties'?"));
  EXPECT_THAT(told, HasSubstr("rumour"));
  EXPECT_THAT(told, HasSubstr("'source': expected a text"));
}

TEST(NetworkSettings, refuses_what_cannot_be) {
  EXPECT_THAT(problems_of(with("{value: 1.8, low: 1,", "{value: 2.7, low: 1,")),
              HasSubstr("outside its range"));
  EXPECT_THAT(problems_of(with("{value: 1.8, low: 1,", "{value: -1, low: -2,")),
              HasSubstr("network.yaml:8:17: "));
  EXPECT_THAT(problems_of(with("near: {value: 0.35, low: 0.2, high: 0.5,",
                               "near: {value: 0.8, low: 0.2, high: 0.9,")),
              HasSubstr("expected at most 1"));
  EXPECT_THAT(problems_of(""), HasSubstr("network.yaml"));
  EXPECT_THAT(problems_of("- 1"), HasSubstr("expected a mapping"));
}

}  // namespace
}  // namespace uptake
