// SPDX-License-Identifier: Apache-2.0
#include "sim/base/hash.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/base/file_hash.hpp"

namespace uptake {
namespace {

TEST(Hash, GivesThePublishedAnswers) {  // FIPS 180-4 example values
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hash, EveryLengthAroundABlockDiffers) {
  for (std::size_t n = 50; n < 70; ++n)
    EXPECT_NE(sha256(std::string(n, 'x')), sha256(std::string(n + 1, 'x')));
}

TEST(Hash, OfAFileIsThatOfItsBytesWhateverItsLength) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "bytes";
  // around a block of the hash, and around a part that is read at once
  for (const std::size_t n : {0U, 1U, 63U, 64U, 65U, (1U << 20U) - 1, 1U << 20U, (1U << 20U) + 77}) {
    std::string bytes(n, 'x');
    for (std::size_t i = 0; i < n; i += 3) bytes[i] = static_cast<char>(i % 251);
    std::ofstream(file, std::ios::binary) << bytes;
    const auto digest = digest_of(file);
    ASSERT_TRUE(digest);
    EXPECT_EQ(digest->sha256, sha256(bytes)) << n;
    EXPECT_EQ(digest->bytes, n);
  }
  EXPECT_FALSE(digest_of(testing::TempDir()));
  EXPECT_FALSE(digest_of(file.string() + ".none"));
}

}  // namespace
}  // namespace uptake
