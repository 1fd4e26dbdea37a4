// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate/saved_cases.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <limits>

namespace uptake {
namespace {

namespace fs = std::filesystem;

class CalibrateSavedCases : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path file() const { return folder_ / "4.txt"; }

  fs::path folder_ = fs::path(testing::TempDir()) / "saved_cases";
  RecoveryCase one_{
      Eigen::Vector3d(0.1, -1.0 / 3, 1e-300),
      (Eigen::MatrixXd(2, 3) << 1, 2, 3, -0.0, 5e22, -std::numeric_limits<double>::infinity()).finished()};
};

TEST_F(CalibrateSavedCases, ComeBackToTheLastBit) {
  const SavedCases saved(folder_, "key");
  EXPECT_FALSE(saved.find(3, 3));
  saved.keep(3, one_);
  const auto back = SavedCases(folder_, "key").find(3, 3);
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->truth == one_.truth);
  EXPECT_TRUE(back->draws == one_.draws);
  EXPECT_FALSE(saved.find(2, 3));
}

TEST_F(CalibrateSavedCases, OfAnotherKeyShapeOrCutShortAreNotFound) {
  SavedCases(folder_, "key").keep(3, one_);
  EXPECT_FALSE(SavedCases(folder_, "another").find(3, 3));
  EXPECT_FALSE(SavedCases(folder_, "key").find(3, 4));
  fs::resize_file(file(), fs::file_size(file()) - 7);
  EXPECT_FALSE(SavedCases(folder_, "key").find(3, 3));
  std::ofstream(file()) << "key\nno number\nwhole\n";
  EXPECT_FALSE(SavedCases(folder_, "key").find(3, 3));
}

TEST_F(CalibrateSavedCases, ACaseWithAnotherDigitIsNotFound) {
  const SavedCases saved(folder_, "key");
  saved.keep(3, one_);
  std::ifstream in(file());
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  const std::size_t digit = whole.find('1', 4);  // of a number: still one when it is a 2
  ASSERT_NE(digit, std::string::npos);
  std::ofstream(file()) << std::string(whole).replace(digit, 1, "2");
  EXPECT_FALSE(saved.find(3, 3));
  std::ofstream(file()) << whole;
  EXPECT_TRUE(saved.find(3, 3));
}

}  // namespace
}  // namespace uptake
