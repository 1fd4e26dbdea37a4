// SPDX-License-Identifier: Apache-2.0
#include "sim/store/long_file.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <string>

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LongFileTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_long_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string bytes_of(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Line by line, and all that it should hold.
  std::string write(const std::string& name, bool compressed, int n) const {
    LongFile file(folder_ / name, compressed);
    std::string all;
    for (int i = 0; i < n; ++i) {
      const std::string line = "line " + std::to_string(i * 7919 % 10'007) + "\n";
      file.write(line);
      all += line;
    }
    file.finish();
    return all;
  }
};

TEST_F(LongFileTest, HoldsWhatWasWritten) {
  const std::string all = write("plain.csv", false, 1000);
  EXPECT_TRUE(bytes_of("plain.csv") == all);
  EXPECT_FALSE(fs::exists(folder_ / "plain.csv.tmp"));
}

TEST_F(LongFileTest, CompressedItIsReadAgainByTheLibraryToTheSameText) {
  for (const int n : {0, 1, 200'000}) {  // nothing; less and more than a block of zstd (128 kB)
    const std::string all = write("some.zst", true, n);
    const std::string packed = bytes_of("some.zst");
    std::string text(all.size() + 1, '\0');
    const std::size_t size = ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
    ASSERT_FALSE(ZSTD_isError(size)) << n << ": " << ZSTD_getErrorName(size);
    text.resize(size);
    EXPECT_TRUE(text == all) << n;
    if (n > 1) {
      EXPECT_LT(packed.size(), all.size() / 2);
    }
  }
  // a byte that changed is seen by its checksum
  std::string packed = bytes_of("some.zst");
  packed[packed.size() - 1] = static_cast<char>(packed.back() ^ 1);
  std::string text(10'000'000, '\0');
  EXPECT_TRUE(ZSTD_isError(ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size())));
}

TEST_F(LongFileTest, LeavesNothingThatIsHalf) {
  std::ofstream(folder_ / "old.csv") << "old";
  {
    LongFile file(folder_ / "old.csv", true);
    file.write("new");
  }
  EXPECT_EQ(bytes_of("old.csv"), "old");
  EXPECT_FALSE(fs::exists(folder_ / "old.csv.tmp"));
  try {
    const LongFile file(folder_ / "no" / "where.csv", false);
    FAIL() << "a file in a folder that is not there";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("where.csv: cannot be written: No such file"));
  }
}

}  // namespace
}  // namespace uptake
