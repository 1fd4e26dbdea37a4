// SPDX-License-Identifier: Apache-2.0
// A small world of evidence and a folder of scenario files, for the tests of policy/.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/policy/scenario.hpp"

namespace uptake::testing_policy {

/// Six services, three municipalities, every parameter at 0.5 in 0.1 .. 0.9.
inline Evidence small_evidence() {
  Evidence evidence;
  const auto add = [&](std::string code, Domain domain) {
    ServiceType type;
    type.code = std::move(code);
    type.domain = domain;
    evidence.catalogue.types.push_back(std::move(type));
  };
  add("R5", Domain::relationship);
  add("R9", Domain::relationship);
  add("P1", Domain::parenting);
  add("P2", Domain::parenting);
  add("P11", Domain::parenting);
  add("P21", Domain::parenting);
  const auto town = [&](std::string code, std::uint16_t province, int size_class) {
    Municipality m;
    m.code = std::move(code);
    m.province = province;
    m.size_class = size_class;
    m.family_share = 1.0 / 3;
    evidence.municipalities.list.push_back(std::move(m));
  };
  town("A1", 0, 1);
  town("A2", 0, 0);
  town("L1", 1, 0);
  evidence.municipalities.provinces = {"Antwerpen", "Limburg"};
  evidence.municipalities.size_classes = {"lt10000", "50000plus"};
  evidence.municipalities.centres = {0};
  evidence.municipalities.region = {0, 0, 0};
  for (const ParameterSlot& slot : parameter_slots()) {
    ParameterInfo info;
    info.key = std::string(slot.key);
    info.low = 0.1;
    info.high = 0.9;
    info.unit = "unit";
    evidence.parameters.info.push_back(info);
    evidence.parameters.set(slot.key, 0.5);
  }
  return evidence;
}

/// The name of a parameter that exists, whatever the list is.
inline std::string some_parameter() { return std::string(parameter_slots()[0].key); }

/// A temporary folder of scenario files, and what comes of loading them.
class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              fmt::format("policy_{}", ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }

  /// A scenario with a title and this text.
  [[nodiscard]] Scenario load(const std::string& text) const {
    return load_scenario(write("s.yaml", title_ + text), evidence_);
  }

  /// All problems of a file, as `name:line:column: message`.
  [[nodiscard]] std::vector<std::string> problems_of(const std::filesystem::path& file) const {
    std::vector<std::string> texts;
    try {
      load_scenario(file, evidence_);
    } catch (const BadInput& bad) {
      for (const Problem& p : bad.problems()) {
        const std::string name = std::filesystem::path(p.file).filename().string();
        texts.push_back(p.line > 0 ? fmt::format("{}:{}:{}: {}", name, p.line, p.column, p.message)
                                   : fmt::format("{}: {}", name, p.message));
      }
    }
    return texts;
  }

  /// The problems of a scenario with a title and this text, which begins on line 2.
  [[nodiscard]] std::vector<std::string> told(const std::string& text) const {
    return problems_of(write("s.yaml", title_ + text));
  }

  /// The same, of one lever: its fields, each on its own line, begin on line 4, column 5.
  [[nodiscard]] std::vector<std::string> told_of_lever(const std::string& fields) const {
    std::string text = "levers:\n  test:\n";
    std::size_t from = 0;
    while (from < fields.size()) {
      const std::size_t end = std::min(fields.find('\n', from), fields.size());
      text += "    " + fields.substr(from, end - from) + "\n";
      from = end + 1;
    }
    return told(text);
  }

  const std::string title_ = "title: {en: Test, nl: Proef}\n";
  Evidence evidence_ = small_evidence();
  std::filesystem::path folder_;
};

}  // namespace uptake::testing_policy
