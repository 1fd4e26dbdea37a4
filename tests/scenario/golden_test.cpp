// SPDX-License-Identifier: Apache-2.0
// Has a result changed? The baseline, six policies and the last year of the library's others, at 500 families
// and one seed, against the figures that were accepted last. A change is not wrong by itself; this test makes
// it seen.
//
// How to judge one. Was a result meant to change (a parameter, a mechanism, a lever, data)? Then look at what
// is told: the direction must be the one expected, and what the change cannot reach must not be listed (a
// lever of 2027 changes no year before; a survey parameter no register figure; one policy not the others). At
// 500 families a figure moves by chance as soon as one draw moves, so sizes say little: judge those by
// `uptake compare` at full size. Was nothing meant to change (speed, structure, another compiler)? Then it is
// a bug.
// How to accept: UPTAKE_ACCEPT=1 ctest -L scenario (it rewrites tests/scenario/golden), and commit the files
// with the change, saying why.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "measured_run.hpp"

namespace uptake {
namespace {

constexpr int first_year = 2015, last_year = 2031;
constexpr std::size_t most_told = 25;

std::filesystem::path golden_file(const std::string& scenario) {
  return std::filesystem::path(UPTAKE_SOURCE_DIR) / "tests/scenario/golden" / (scenario + ".csv");
}

/// The figures that are kept: overall ones, by gate, payer and lever; services as sums over a domain.
small::Measures figures(const std::string& scenario) {
  const small::How how{.until = month_of(last_year + 1, 1)};
  const small::Measures all =
      small::measure(small::families(500), small::scenario(scenario), how, first_year, false);
  small::Measures kept;
  for (const auto& [name, value] : all) {
    std::istringstream words(name);
    std::string year, domain, measure, variable, category;
    words >> year >> domain >> measure >> variable >> category;
    if (measure == "mean_wait") continue;  // a mean by service; its sum means nothing
    if (variable == "total" || variable == "gate" || variable == "payer" || variable == "lever") {
      kept[fmt::format("{},{},{},{}", domain, measure, category, year)] = value;
    } else if (variable == "service") {
      kept[fmt::format("{},{},all services,{}", domain, measure, year)] += value;
    }
  }
  return kept;
}

void write(const std::filesystem::path& file, const small::Measures& figures,
           const std::string& header = "domain,measure,category,year,value") {
  std::ofstream out(file);
  out << header << "\n";
  for (const auto& [name, value] : figures) out << fmt::format("{},{:.17g}\n", name, value);
  ASSERT_TRUE(out.good()) << "cannot write " << file;
}

small::Measures read(const std::filesystem::path& file) {
  std::ifstream in(file);
  small::Measures figures;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto comma = line.rfind(',');
    figures[line.substr(0, comma)] = std::stod(line.substr(comma + 1));
  }
  return figures;
}

struct Change {
  std::string name, told;
  double size;  ///< relative, for the order in which changes are told
};

/// Every figure that is not the accepted one, the largest changes first.
std::vector<Change> changes(const small::Measures& accepted, const small::Measures& now) {
  std::vector<Change> found;
  for (const auto& [name, was] : accepted) {
    const auto is = now.find(name);
    if (is == now.end()) {
      found.push_back({name, fmt::format("{}: was {:.9g}, is no more", name, was), 3});
      continue;
    }
    const double larger = std::max(std::abs(was), std::abs(is->second));
    if (std::abs(is->second - was) <= 1e-9 * larger) continue;
    found.push_back({name,
                     fmt::format("{}: was {:.9g}, is {:.9g}{}", name, was, is->second,
                                 was != 0 ? fmt::format(" ({:+.2f} %)", 100 * (is->second - was) / was) : ""),
                     std::abs(is->second - was) / larger});
  }
  for (const auto& [name, is] : now) {
    if (!accepted.contains(name)) found.push_back({name, fmt::format("{}: is new, {:.9g}", name, is), 3});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.size > b.size; });
  return found;
}

std::string told(const std::vector<Change>& all, std::size_t n_figures) {
  std::string text =
      fmt::format("{} of {} figures changed (domain, measure, category, year):\n", all.size(), n_figures);
  for (std::size_t i = 0; i < std::min(most_told, all.size()); ++i) text += "  " + all[i].told + "\n";
  if (all.size() > most_told) text += fmt::format("  and {} more\n", all.size() - most_told);
  return text + "How to judge and how to accept: at the top of tests/scenario/golden_test.cpp.";
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, IsWhatWasAccepted) {
  const std::filesystem::path file = golden_file(GetParam());
  const small::Measures now = figures(GetParam());
  ASSERT_GT(now.size(), 300U);
  const bool accept =
      std::getenv("UPTAKE_ACCEPT") != nullptr && std::string(std::getenv("UPTAKE_ACCEPT")) == "1";
  const bool there = std::filesystem::exists(file);
  const std::vector<Change> found = there ? changes(read(file), now) : std::vector<Change>{};
  if (accept) {
    std::cout << (there ? told(found, now.size()) : "new: " + file.string()) << "\n";
    std::filesystem::create_directories(file.parent_path());
    write(file, now);
    return;
  }
  ASSERT_TRUE(there) << "no accepted figures for " << GetParam() << ": UPTAKE_ACCEPT=1 writes them";
  EXPECT_TRUE(found.empty()) << GetParam() << ": " << told(found, now.size());
}

std::vector<std::string> all_scenarios() {
  std::vector<std::string> names{"baseline"};
  names.insert(names.end(), small::policies.begin(), small::policies.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Shipped, Golden, testing::ValuesIn(all_scenarios()), [](const auto& p) {
  std::string name = p.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

/// The other scenarios of the library, by name: what they change is kept in few figures each.
std::vector<std::string> library() {
  std::vector<std::string> names;
  const auto whole = all_scenarios();
  for (const auto& entry : std::filesystem::directory_iterator(small::scenarios_folder())) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".yaml" && std::find(whole.begin(), whole.end(), name) == whole.end())
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(GoldenLibrary, IsWhatWasAccepted) {
  small::Measures now;
  const small::Measures baseline = figures("baseline");
  for (const std::string& name : library()) {
    const small::Measures all = figures(name);
    EXPECT_NE(all, baseline) << name << " changes nothing";
    for (const char* figure :
         {"relationship,contact,total", "relationship,helped,total", "relationship,gave_up,all services",
          "parenting,contact,total", "parenting,helped,total", "parenting,gave_up,all services",
          "both,cost,flemish", "both,cost,family"}) {
      now[fmt::format("{},{}", name, figure)] = all.at(fmt::format("{},{}", figure, last_year));
    }
  }
  const std::filesystem::path file = golden_file("library");
  const bool there = std::filesystem::exists(file);
  const std::vector<Change> found = there ? changes(read(file), now) : std::vector<Change>{};
  const char* accept = std::getenv("UPTAKE_ACCEPT");
  if (accept != nullptr && std::string(accept) == "1") {
    std::cout << (there ? told(found, now.size()) : "new: " + file.string()) << "\n";
    write(file, now, "scenario,domain,measure,category,value");
    return;
  }
  ASSERT_TRUE(there) << "no accepted figures: UPTAKE_ACCEPT=1 writes them";
  EXPECT_TRUE(found.empty()) << told(found, now.size());
}

TEST(GoldenChanges, TellWhatChangedByHowMuch) {
  const small::Measures was{{"a", 1}, {"b", 2}, {"c", 3}, {"z", 0}};
  EXPECT_TRUE(changes(was, was).empty());
  EXPECT_TRUE(changes(was, {{"a", 1 + 1e-12}, {"b", 2}, {"c", 3}, {"z", 0}}).empty());
  const auto found = changes(was, {{"a", 1.1}, {"b", 2.00001}, {"d", 4}, {"z", 0}});
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].told, "c: was 3, is no more");
  EXPECT_EQ(found[1].told, "d: is new, 4");
  EXPECT_EQ(found[2].told, "a: was 1, is 1.1 (+10.00 %)");
  EXPECT_EQ(found[3].name, "b");
}

TEST(GoldenChanges, WhatIsWrittenIsReadBack) {
  const small::Measures some{{"parenting,contact,total,2020", 0.1}, {"both,cost,families,2020", 1e9 / 3}};
  const auto file = std::filesystem::path(testing::TempDir()) / "uptake_golden_round_trip.csv";
  write(file, some);
  EXPECT_EQ(read(file), some);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace uptake
