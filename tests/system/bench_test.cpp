// SPDX-License-Identifier: Apache-2.0
// The bench from the outside: its figures hang together; and the same bytes with and without AVX.
#include <nlohmann/json.hpp>

#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::Gt;
using testing::HasSubstr;
using testing::Le;

/// A call of the program on a machine that says it has no AVX.
Ended without_avx(std::vector<std::string> arguments, const fs::path& where) {
  arguments.insert(arguments.begin(), {"GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4", UPTAKE_BINARY});
  return Call(arguments, where, true, "/usr/bin/env").wait();
}

class BenchTest : public ProgramTest {
 protected:
  [[nodiscard]] std::vector<std::string> bench(std::vector<std::string> more = {},
                                               const char* families = "400") const {
    more.insert(more.begin(), {"bench", path("short.yaml"), "--families", families, "--repeats", "1"});
    return more;
  }
};

TEST_F(BenchTest, TheFiguresHangTogether) {
  const Ended ended = call(bench({"--threads", "2", "--json"}, "2000"));
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto figures = nlohmann::json::parse(ended.out);
  for (const char* key : {"parent_months_per_cpu_s", "ceiling_additive_per_cpu_s", "ratio",
                          "bytes_per_parent", "population_bytes_per_parent", "bytes_per_tie", "speedup",
                          "setup_cpu_s", "ensemble_run_cpu_s", "peak_rss_bytes"}) {
    ASSERT_TRUE(figures.contains(key)) << key;
    EXPECT_GT(figures[key].get<double>(), 0) << key;
  }
  for (const char* key : {"bytes_read", "bytes_written", "gathers", "far_lines", "random_blocks"})
    EXPECT_GT(figures["traffic"][key].get<double>(), 0) << key;
  EXPECT_EQ(figures["threads"], 2);
  EXPECT_DOUBLE_EQ(figures["parent_months_per_cpu_s"].get<double>(),
                   figures["parent_months"].get<double>() / figures["run_cpu_s"].get<double>());
  EXPECT_DOUBLE_EQ(figures["ratio"].get<double>(), figures["parent_months_per_cpu_s"].get<double>() /
                                                       figures["ceiling_additive_per_cpu_s"].get<double>());
  double stages = 0;
  for (const auto& [name, seconds] : figures["stages_cpu_s"].items()) stages += seconds.get<double>();
  EXPECT_NEAR(stages, figures["run_cpu_s"].get<double>(), 1e-9);  // one repeat: the median is that run
  // A parent's state keeps within its budget; the queues, as many for few families as for many, weigh as
  // well.
  EXPECT_THAT(figures["bytes_per_parent"].get<double>(), AllOf(Gt(100), Le(165)));
}

TEST_F(BenchTest, ATableForPeople) {
  const Ended ended = call(bench({"--threads", "1", "--until", "2011-01"}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("million a CPU-second"), HasSubstr("The model's share of that"),
                               HasSubstr("a parent-month is counted as"), HasSubstr("journeys"),
                               HasSubstr("ns a parent-month")));
  EXPECT_THAT(ended.err, HasSubstr("turn 1 of 1"));
}

TEST_F(BenchTest, WhatIsWrongIsTold) {
  EXPECT_EQ(call({"bench"}).code, 2);
  EXPECT_EQ(call({"bench", path("nothing.yaml")}).code, 2);
  EXPECT_EQ(call(bench({"--threads", "0"})).code, 2);
  const Ended month = call(bench({"--until", "soon"}));
  EXPECT_EQ(month.code, 2);
  EXPECT_THAT(month.err, HasSubstr("--until: expected a month from 1991-02 to 2035-12, found 'soon'"));
}

TEST_F(BenchTest, WithoutAvxTheSameBytes) {
  const auto figures =
      nlohmann::json::parse(without_avx(bench({"--until", "2011-01", "--json"}), folder_).out);
  EXPECT_EQ(figures["avx2"], false);  // else the comparison below would be of nothing
  ASSERT_EQ(call(comparison("with")).code, 0);
  const Ended ended = without_avx(comparison("without"), folder_);
  ASSERT_EQ(ended.code, 0) << ended.err;
  expect_same_results("with", "without");
}

}  // namespace
}  // namespace uptake
