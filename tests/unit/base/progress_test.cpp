// SPDX-License-Identifier: Apache-2.0
#include "sim/base/progress.hpp"

#include <gmock/gmock.h>

#include <csignal>

#include "sim/base/interrupt.hpp"

namespace uptake {
namespace {

TEST(Progress, ADurationIsToldInTheUnitsThatMatter) {
  EXPECT_EQ(Progress::duration_text(0.2), "1 s");
  EXPECT_EQ(Progress::duration_text(59.4), "1 min 00 s");
  EXPECT_EQ(Progress::duration_text(185), "3 min 05 s");
  EXPECT_EQ(Progress::duration_text(2 * 3600 + 300), "2 h 05 min");
}

TEST(Progress, TheBarFitsAndTellsTheTimeLeft) {
  const std::string half = Progress::bar_text("runs", 5, 10, 10, 79);
  EXPECT_THAT(half, testing::EndsWith("] 5/10  about 10 s left"));
  EXPECT_THAT(half, testing::HasSubstr("####"));
  EXPECT_LE(half.size(), 79U);
  EXPECT_THAT(Progress::bar_text("runs", 0, 10, 0, 79), testing::EndsWith("] 0/10"));
  EXPECT_THAT(Progress::bar_text("runs", 10, 10, 12, 79), testing::Not(testing::HasSubstr(".")));
}

TEST(Progress, WithoutATerminalThereIsALineEveryTenth) {
  testing::internal::CaptureStderr();
  {
    Progress progress("runs", 40, Progress::Show::lines);
    for (int i = 0; i < 40; ++i) progress.step();
  }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_THAT(text, testing::StartsWith("runs: 4 of 40 (10 %), about "));
  EXPECT_THAT(text, testing::HasSubstr("runs: 40 of 40 (100 %)"));
}

TEST(Progress, QuietIsQuiet) {
  testing::internal::CaptureStderr();
  {
    Progress progress("runs", 2, Progress::suitable(true));
    progress.step();
    progress.step();
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Interrupt, ASignalSetsTheFlagAndOnlyASecondCtrlCEndsTheProgram) {
  set_interrupted(false);
  catch_interrupts();
  EXPECT_FALSE(interrupted());
  for (const int signal : {SIGTERM, SIGTERM, SIGUSR1, SIGUSR1}) {  // again and again, and it still lives
    std::raise(signal);
    EXPECT_TRUE(interrupted());
    set_interrupted(false);
  }
  std::raise(SIGINT);
  EXPECT_TRUE(interrupted());
  EXPECT_EXIT(std::raise(SIGINT), testing::KilledBySignal(SIGINT), "");  // a second Ctrl-C is meant
  set_interrupted(false);
  for (const int signal : {SIGTERM, SIGUSR1, SIGINT}) std::signal(signal, SIG_DFL);
}

}  // namespace
}  // namespace uptake
