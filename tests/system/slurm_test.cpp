// SPDX-License-Identifier: Apache-2.0
// A sweep on a real Slurm of one node, which the test starts itself. Needs root, slurm-wlm and munge.
#include <cstdlib>

#include "system/program.hpp"

namespace uptake {
namespace {

class SweepOnSlurm : public ProgramTest {};

TEST_F(SweepOnSlurm, DisturbedItGivesTheSameBytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitized program is too slow for a cluster's limits";
#endif
  for (const char* program : {"/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"}) {
    if (!fs::exists(program)) GTEST_SKIP() << program << " is not there: apt-get install slurm-wlm munge";
  }
  if (geteuid() != 0) GTEST_SKIP() << "only root can start a Slurm";
  write("small.yaml", "title: {en: small, nl: klein}\nscenarios: [" UPTAKE_SOURCE_DIR
                      "/scenarios/baseline.yaml, " UPTAKE_SOURCE_DIR
                      "/scenarios/campaign.yaml]\nfamilies: 4000\ndraws: 8\nreplicates: 2\npopulations: "
                      "2\nuntil: 2029-01\npoints:\n  design: grid\n  vary:\n    "
                      "levers.campaign_parenting.reach: {values: [5 %, 15 %]}\nkeep:\n  measures: "
                      "[contact]\n  years: [2028]\n");
  const std::string scripts = UPTAKE_SOURCE_DIR "/tests/system/";
  const Ended ended = Call({scripts + "slurm.sh", path("slurm"), "bash", scripts + "sweep_on_slurm.sh",
                            UPTAKE_BINARY, folder_.string()},
                           folder_, true, "/bin/bash")
                          .wait();
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, testing::HasSubstr("done: 48 runs"));
}

}  // namespace
}  // namespace uptake
