// SPDX-License-Identifier: Apache-2.0
// Weights that a folder of data keeps: are they those that would be solved, and is nothing else taken for
// them?
#include "sim/population/kept_weights.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "sim/base/hash.hpp"
#include "sim/base/random.hpp"
#include "unit/population/fixture.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A copy of Flanders' data that may be changed.
class KeptWeights : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_kept_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  const std::string whole_ = text_of(population_folder() / kept_weights_file);
  void SetUp() override { fs::copy(population_folder(), folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  void put(const std::string& text) const {
    std::ofstream(folder_ / kept_weights_file, std::ios::binary) << text;
  }
  /// What reading the copy is refused with, or whether weights come of it.
  [[nodiscard]] std::string reading() const {
    Problems problems;
    const bool has_weights = read_population_data(folder_, problems).weights != nullptr;
    if (problems.empty()) return has_weights ? "weights" : "none";
    EXPECT_FALSE(has_weights);
    return problems.all().front().text();
  }
};

TEST_F(KeptWeights, ThoseThatShipAreThoseThatAreSolved) {
  for (const char* data : {"data", "regions/fableland/data"}) {
    const fs::path folder = fs::path(UPTAKE_SOURCE_DIR) / "scenarios" / data / "population";
    Problems problems;
    const PopulationData population = read_population_data(folder, problems);
    ASSERT_NE(population.weights, nullptr) << data << ": uptake population --keep-weights";
    const std::string kept = text_of(folder / kept_weights_file), key = weights_key(folder, problems);
    EXPECT_TRUE(kept == kept_weights_text(solve_weights(population), key)) << data;
    EXPECT_TRUE(kept == kept_weights_text(*population.weights, key)) << data << ": not read to the bit";
  }
}

TEST_F(KeptWeights, ThoseOfOtherMarginsAreSolvedInstead) {
  for (const char* file : {"margins.yaml", "hazards.yaml"}) {
    const std::string before = text_of(folder_ / file);
    std::ofstream(folder_ / file, std::ios::app) << "# changed\n";
    EXPECT_EQ(reading(), "none") << file;
    std::ofstream(folder_ / file, std::ios::binary) << before;
    EXPECT_EQ(reading(), "weights") << file;
  }
  fs::remove(folder_ / kept_weights_file);
  EXPECT_EQ(reading(), "none");
}

TEST_F(KeptWeights, ADamagedFileIsRefusedByName) {
  for (std::uint32_t n = 0; n < 60; ++n) {
    const auto words = random_words({1, 0}, n, 0, Purpose::initial);
    std::string text = whole_;
    char& one = text[words[0] % text.size()];
    one = static_cast<char>(one ^ (1 << (words[1] % 8)));
    put(text);
    EXPECT_THAT(reading(), HasSubstr(kept_weights_file)) << n;
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{10}, whole_.size() / 2, whole_.size() - 1}) {
    put(whole_.substr(0, length));
    EXPECT_THAT(reading(), HasSubstr(kept_weights_file)) << length;
  }
}

TEST_F(KeptWeights, AFolderInItsPlaceIsRefused) {
  fs::remove(folder_ / kept_weights_file);
  fs::create_directory(folder_ / kept_weights_file);
  EXPECT_THAT(reading(), AllOf(HasSubstr(kept_weights_file), HasSubstr("--keep-weights --data ")));
}

TEST_F(KeptWeights, AFileThatIsNoSolutionIsRefusedThoughItsChecksumFits) {
  const auto forged = [&](const std::string& from, const std::string& to) {
    const std::size_t begin = whole_.find('\n', whole_.find('\n') + 1) + 1;
    std::string text = whole_.substr(begin);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    put("figure,row,value\nchecksum,," + sha256(text) + "\n" + text);
    return reading();
  };
  for (const auto& [from, to] : {std::pair("lambda,0,", "lambda,1,"),
                                 {"lambda,0,", "lambda,0,1e999\nlambda,1,"},
                                 {"lambda,0,", "lambda,0,nan\nlambda,1,"},
                                 {"lambda,0,", "lambda,0,1e10\nlambda,1,"},
                                 {"lambda,0,", "lambda,0,0.1\nlambda,1,"},
                                 {"take_rate,,", "take_rate,,1"},
                                 {"take_rate,,", "take_tare,,"},
                                 {"families_per_candidate,,", "families_per_candidate,,-"},
                                 {"distance_low,,", "distance_low,,1"},
                                 {"converged,,1", "converged,,0"},
                                 {"iterations,,", "iterations,,-"},
                                 {"pool,,", "pool,,1"},
                                 {"pool,,", "pool,,1\npool,,"},
                                 {"attained,0,", "other,0,"}}) {
    EXPECT_THAT(forged(from, to), HasSubstr("is no solution of these margins")) << from << " to " << to;
  }
  EXPECT_EQ(forged("of,,", "of,,0"), "none") << "of another version";
  EXPECT_EQ(forged("lambda,0,", "lambda,0,"), "weights") << "nothing was changed";
}

}  // namespace
}  // namespace uptake
