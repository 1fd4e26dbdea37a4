// SPDX-License-Identifier: Apache-2.0
// A small sweep: three cells of two scenarios, three draws, two replicates, 300 families until 2022.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "analysis/sweep/plan.hpp"
#include "refusal.hpp"

namespace uptake {

class SweepFixture : public testing::Test {
 protected:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      (std::string("uptake_sweep_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  std::filesystem::path data_ = UPTAKE_SOURCE_DIR "/scenarios/data";

  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    const std::string baseline = UPTAKE_SOURCE_DIR "/scenarios/baseline.yaml";
    write("short.yaml", "extends: " + baseline + "\ntitle: {en: short, nl: kort}\nuntil: 2022-01\n");
    write("more.yaml",
          "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  push: {lever: norm, domain: both, "
          "shift: 1 (0.5 to 1.5), from: 2019-01, source: x}\n");
    write("small.yaml", small("  levers.push.shift: {values: [0.5, 1.5]}\n"));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// A design that varies `vary` in a grid.
  static std::string small(const std::string& vary, const std::string& rest = {}) {
    return "title: {en: small, nl: klein}\nscenarios: [short.yaml, more.yaml]\nfamilies: 300\ndraws: 3\n"
           "replicates: 2\npopulations: 2\n" +
           rest + "points:\n  design: grid\n  vary:\n  " + vary +
           "keep:\n  measures: [contact, helped]\n  years: [2020, 2021]\n";
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string bytes_of(const std::filesystem::path& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] Sweep sweep(const std::string& name = "small.yaml") const {
    return expand(load_design(folder_ / name, data_));
  }
  /// What a design is refused with.
  [[nodiscard]] std::string refused(const std::string& text) const {
    write("bad.yaml", text);
    return refusal([&] { load_design(folder_ / "bad.yaml", data_); });
  }
};

}  // namespace uptake
