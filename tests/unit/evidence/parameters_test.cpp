// SPDX-License-Identifier: Apache-2.0
// Is every parameter of the mechanisms documented, inside its prior, and is bad input told?
#include "sim/evidence/parameters.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "sim/base/errors.hpp"
#include "sim/base/math.hpp"

namespace uptake {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::filesystem::path real_folder =
    std::filesystem::path(UPTAKE_SOURCE_DIR) / "scenarios/data/parameters";

/// What a test writes for a parameter.
struct Entry {
  std::string value = "0.5", unit = "unit", range = "[0.1, 0.9]", scale = "linear", status = "assumption",
              meaning = "what it is", source = "'assumption: a test'", more;
};

/// A folder with a good entry for every parameter of the list, after `change` has spoiled some.
std::filesystem::path folder_with(const std::string& name,
                                  const std::function<void(std::map<std::string, Entry>&)>& change) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / ("parameters_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::map<std::string, Entry> entries;
  for (const ParameterSlot& slot : parameter_slots()) entries[std::string(slot.key)] = {};
  change(entries);
  std::map<std::string, std::string> files;
  for (const auto& [key, e] : entries) {
    const std::string mechanism = key.substr(0, key.find('.'));
    std::string& text = files[mechanism];
    if (text.empty()) text = fmt::format("mechanism: {}\nparameters:\n", mechanism);
    text += fmt::format(
        "  {}:\n    value: {}\n    unit: {}\n    range: {}\n    scale: {}\n    status: {}\n    meaning: {}\n "
        "   source: {}\n{}",
        key.substr(key.find('.') + 1), e.value, e.unit, e.range, e.scale, e.status, e.meaning, e.source,
        e.more);
  }
  for (const auto& [mechanism, text] : files) std::ofstream(folder / (mechanism + ".yaml")) << text;
  return folder;
}

std::vector<std::string> problems_of(const std::filesystem::path& folder) {
  std::vector<std::string> texts;
  try {
    load_parameters(folder);
  } catch (const BadInput& bad) {
    for (const Problem& p : bad.problems()) {
      texts.push_back(fmt::format("{}:{}:{}: {}", std::filesystem::path(p.file).filename().string(), p.line,
                                  p.column, p.message));
    }
  }
  return texts;
}

std::string first_key() { return std::string(parameter_slots()[0].key); }

TEST(ParametersReal, EveryOneIsDocumentedAndInsideItsPrior) {
  const ParameterSet set = load_parameters(real_folder);
  ASSERT_EQ(set.info.size(), parameter_slots().size());
  for (std::size_t i = 0; i < set.info.size(); ++i) {
    const ParameterInfo& info = set.info[i];
    EXPECT_EQ(info.key, parameter_slots()[i].key);
    EXPECT_FALSE(info.unit.empty()) << info.key;
    EXPECT_FALSE(info.source.empty()) << info.key;
    EXPECT_FALSE(info.meaning.empty()) << info.key;
    EXPECT_LE(info.low, info.value) << info.key;
    EXPECT_GE(info.high, info.value) << info.key;
    EXPECT_EQ(set.values.*(parameter_slots()[i].member), info.value) << info.key;
    EXPECT_GT(info.line, 0);
    // a fitted one says where its prior comes from, which may be an assumption
    if (info.status == ParameterStatus::assumption || info.status == ParameterStatus::calibrated) continue;
    EXPECT_THAT(info.source, Not(testing::StartsWith("assumption")))
        << info.key << " says it is no assumption";
  }
  EXPECT_LE(set.calibrated().size(), 45U);
}

TEST(ParametersReal, NamesAreUnique) {
  std::set<std::string_view> seen;
  for (const ParameterSlot& slot : parameter_slots()) EXPECT_TRUE(seen.insert(slot.key).second) << slot.key;
}

TEST(ParametersReal, EveryKeyHasOneSlot) {
  for (const ParameterSlot& slot : parameter_slots()) EXPECT_EQ(find_slot(slot.key), &slot);
  EXPECT_EQ(find_slot("no.such"), nullptr);
}

TEST(ParametersReal, TheHistoryMayBeNothing) {  // no outside source fixes its sizes
  const ParameterSet set = load_parameters(real_folder);
  int n = 0;
  for (const ParameterInfo& info : set.info) {
    if (!info.key.starts_with("history.")) continue;
    ++n;
    EXPECT_LT(info.low, 0) << info.key;
    EXPECT_GT(info.high, 0) << info.key;
    const bool informed = info.key != "history.covid_need_relationship";  // the tables say nothing of it
    EXPECT_EQ(info.status, informed ? ParameterStatus::calibrated : ParameterStatus::assumption) << info.key;
  }
  EXPECT_EQ(n, 5);
}

TEST(Parameters, AGoodFolderLoads) {
  const ParameterSet set = load_parameters(folder_with("good", [](auto&) {}));
  EXPECT_EQ(set.values.*(parameter_slots()[0].member), 0.5);
  EXPECT_NE(set.find(first_key()), nullptr);
  EXPECT_EQ(set.find("no.such"), nullptr);
  EXPECT_TRUE(set.calibrated().empty());
}

TEST(ParametersReal, APlaceInThePriorAndTheValueThereAreInverses) {
  for (const ParameterInfo& info : load_parameters(real_folder).info) {
    for (const double u : {-2.0, 0.0, 1.5}) EXPECT_NEAR(info.u_of(info.at(u)), u, 1e-9) << info.key;
    EXPECT_NEAR(info.u_of(info.high), 1.96, 1e-4) << info.key;
  }
}

TEST(Parameters, SettingOneChangesValueAndInfo) {
  ParameterSet set = load_parameters(folder_with("set", [](auto&) {}));
  EXPECT_TRUE(set.set(first_key(), 0.7));
  EXPECT_EQ(set.values.*(parameter_slots()[0].member), 0.7);
  EXPECT_EQ(set.find(first_key())->value, 0.7);
  EXPECT_FALSE(set.set("no.such", 1));
}

TEST(Parameters, TellsEveryMistakeAtOnce) {
  const auto folder = folder_with("bad", [](auto& entries) {
    auto it = entries.begin();
    (it++)->second.value = "2";
    (it++)->second.range = "[0.9, 0.1]";
    (it++)->second.unit = "''";
    (it++)->second.source = "";
    (it++)->second.status = "calibratd";
    (it++)->second.more = "    sorce: x\n";
    auto& log = (it++)->second;
    log.scale = "log";
    log.range = "[-1, 1]";
    auto& logit_scale = (it++)->second;
    logit_scale.scale = "logit";
    logit_scale.range = "[0.1, 1.5]";
    (it++)->second.range = "[0.1]";
    (it++)->second.value = "much";
  });
  const auto told = problems_of(folder);
  EXPECT_THAT(told, Contains(HasSubstr("'value': 2 lies outside its range, 0.1 to 0.9")));
  EXPECT_THAT(told, Contains(HasSubstr("two rising numbers")).Times(2));
  EXPECT_THAT(told, Contains(HasSubstr("'unit': expected a text")));
  EXPECT_THAT(told, Contains(HasSubstr("'source': expected a text, found nothing")));
  EXPECT_THAT(told, Contains(HasSubstr("found 'calibratd' (did you mean 'calibrated'?)")));
  EXPECT_THAT(told, Contains(HasSubstr("has no key 'sorce' (did you mean 'source'?)")));
  EXPECT_THAT(told, Contains(HasSubstr("a log scale wants numbers above 0")));
  EXPECT_THAT(told, Contains(HasSubstr("a logit scale wants numbers between 0 and 1")));
  EXPECT_THAT(told, Contains(HasSubstr("'value': expected a number, found 'much'")));
  EXPECT_EQ(told.size(), 10U);
}

TEST(Parameters, TellsMissingAndUnknownOnes) {
  const auto folder = folder_with("missing", [](auto& entries) {
    const auto node = entries.extract(entries.find(first_key()));
    entries[first_key() + "x"] = {};
  });
  EXPECT_THAT(problems_of(folder), ElementsAre(HasSubstr("has no parameter '" + first_key() + "'"),
                                               HasSubstr("(did you mean '" + first_key() + "'?)")));
}

TEST(Parameters, RefusesMoreThan45Calibrated) {
  ASSERT_GT(parameter_slots().size(), 46U);
  const auto calibrate = [](int n) {
    return [n](auto& entries) {
      int left = n;
      for (auto& [key, entry] : entries) {
        if (left-- > 0) entry.status = "calibrated";
      }
    };
  };
  EXPECT_TRUE(problems_of(folder_with("45", calibrate(45))).empty());
  EXPECT_THAT(problems_of(folder_with("46", calibrate(46))),
              ElementsAre(HasSubstr("46 parameters are calibrated")));
}

TEST(Parameters, RefusesFoldersAndFilesThatAreNone) {
  EXPECT_THAT(problems_of(std::filesystem::path(testing::TempDir()) / "no_such_folder"),
              ElementsAre(HasSubstr("is not a folder")));
  const auto empty = std::filesystem::path(testing::TempDir()) / "empty_folder";
  std::filesystem::create_directories(empty);
  EXPECT_THAT(problems_of(empty), ElementsAre(HasSubstr("holds no *.yaml file")));
}

TEST(Parameters, AFileThatCannotBeReadIsToldOnce) {
  const auto folder = folder_with("unread", [](auto&) {});
  const std::string mechanism = first_key().substr(0, first_key().find('.'));
  std::ofstream(folder / (mechanism + ".yaml")) << "";
  EXPECT_THAT(problems_of(folder), ElementsAre(mechanism + ".yaml:0:0: is empty, expected YAML"));
}

TEST(Parameters, TheFileMustBeCalledAsTheMechanism) {
  const auto folder = folder_with("name", [](auto&) {});
  std::filesystem::rename(folder / "need.yaml", folder / "needs.yaml");
  EXPECT_THAT(problems_of(folder),
              ElementsAre(HasSubstr("expected 'needs', as the file is called, found 'need'")));
}

TEST(Parameters, TheSameOneTwiceIsRefused) {
  const auto folder = folder_with("twice", [](auto&) {});
  std::filesystem::copy_file(folder / "need.yaml", folder / "zz.yaml");
  EXPECT_THAT(problems_of(folder), Contains(HasSubstr("stands also at")));
}

TEST(Parameters, ThePriorPutsItsCentral95PercentInTheRange) {
  ParameterInfo info;
  info.low = 0.2;
  info.high = 0.8;
  for (const Scale scale : {Scale::linear, Scale::log, Scale::logit}) {
    info.scale = scale;
    EXPECT_NEAR(info.at(normal_quantile(0.025)), 0.2, 1e-7);
    EXPECT_NEAR(info.at(normal_quantile(0.975)), 0.8, 1e-7);
    EXPECT_LT(info.at(-1), info.at(1));
  }
  info.scale = Scale::linear;
  EXPECT_NEAR(info.at(0), 0.5, 1e-12);
  info.scale = Scale::log;
  EXPECT_NEAR(info.at(0), 0.4, 1e-12);  // the geometric mean
  EXPECT_GT(info.at(-8), 0);
  info.scale = Scale::logit;
  EXPECT_LT(info.at(8), 1);
}

}  // namespace
}  // namespace uptake
