// SPDX-License-Identifier: Apache-2.0
#include "sim/base/errors.hpp"

#include <gmock/gmock.h>

#include <new>
#include <stdexcept>

namespace uptake {
namespace {

TEST(Errors, AProblemIsToldWithThePartsOfItsPlaceThatAreKnown) {
  EXPECT_EQ((Problem{"f.yaml", 3, 5, "is bad"}).text(), "f.yaml:3:5: is bad");
  EXPECT_EQ((Problem{"f.yaml", 3, 0, "is bad"}).text(), "f.yaml:3:1: is bad");
  EXPECT_EQ((Problem{"f.yaml", 0, 0, "is bad"}).text(), "f.yaml: is bad");
  EXPECT_EQ((Problem{"", 0, 0, "is bad"}).text(), "is bad");
}

TEST(Errors, AllProblemsAreThrownTogetherInOrderOfPlace) {
  Problems problems;
  problems.throw_if_any();
  EXPECT_TRUE(problems.empty());
  problems.add("b.yaml", 1, 1, "four");
  problems.add("a.yaml", 2, 9, "three");
  problems.add("a.yaml", 2, 1, "two");
  problems.add("a.yaml", 0, 0, "one");
  try {
    problems.throw_if_any();
    FAIL() << "did not throw";
  } catch (const BadInput& bad) {
    EXPECT_STREQ(bad.what(), "a.yaml: one\na.yaml:2:1: two\na.yaml:2:9: three\nb.yaml:1:1: four");
    EXPECT_EQ(bad.problems().size(), 4U);
  }
}

TEST(Errors, AHopelessFileIsCutShort) {
  Problems problems;
  for (int i = 1; i <= 130; ++i) problems.add("a", i, 1, "x");
  try {
    problems.throw_if_any();
    FAIL() << "did not throw";
  } catch (const BadInput& bad) {
    EXPECT_THAT(bad.what(), testing::EndsWith("a:100:1: x\nand 30 more problems"));
    EXPECT_EQ(bad.problems().size(), 130U);
  }
}

TEST(Errors, TheProblemsOfSeveralReadersJoin) {
  Problems problems;
  bool went_on = false;
  gather(problems, [] { throw BadInput({{"b.yaml", 2, 1, "two"}, {"b.yaml", 1, 1, "one"}}); });
  gather(problems, [] { refuse("no"); });
  gather(problems, [&] { went_on = true; });
  EXPECT_TRUE(went_on);
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(problems.all()[0].text(), "b.yaml:2:1: two");
  EXPECT_EQ(problems.all()[1].text(), "b.yaml:1:1: one");
  EXPECT_EQ(problems.all()[2].text(), "no");
  EXPECT_THROW(gather(problems, [] { throw std::runtime_error("not about the input"); }), std::runtime_error);
}

TEST(Errors, RefuseThrowsOneProblemWithoutAPlace) { EXPECT_THROW(refuse("no"), BadInput); }

TEST(ReasonOf, IsTheErrorsOwnWordsButForMemory) {
  EXPECT_STREQ(reason_of(std::runtime_error("no such month")), "no such month");
  EXPECT_STREQ(reason_of(std::bad_alloc{}), "not enough memory; fewer --threads or --families need less");
}

}  // namespace
}  // namespace uptake
