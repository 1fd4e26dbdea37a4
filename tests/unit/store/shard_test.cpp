// SPDX-License-Identifier: Apache-2.0
#include "sim/store/shard.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <fstream>
#include <functional>

#include "refusal.hpp"
#include "sim/base/errors.hpp"
#include "sim/store/lock.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class ShardTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_shard_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  fs::path file_ = folder_ / "shard.sqlite";
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
};

const SweepKey of_sweep{"0.1.0", "datahash", "planhash"};

ShardRun run(std::int64_t number) {
  return {number, "id" + std::to_string(number), 7, static_cast<std::uint32_t>(number), 45.5, {}, 1000};
}

std::vector<RunResult::Value> values(double plus) {
  return {{{"need", "parenting", "total", "total"}, 2021, 0.2 + plus},
          {{"contact", "parenting", "total", "total"}, 2021, 0.3 + plus},
          {{"contact", "parenting", "total", "total"}, 2020, 0.1 + plus}};
}

TEST_F(ShardTest, WhatIsAddedComesBackAndIsGoneOnWith) {
  {
    Shard shard = Shard::write(file_, of_sweep);
    shard.add(run(4), values(0));
    shard.add_failure({2, "id2", "no luck"});
    shard.add_failure({3, "id3", "no luck"});
  }
  Shard shard = Shard::write(file_, of_sweep);
  shard.add(run(2), values(0.01));  // which had failed
  const auto runs = shard.runs();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].run, 2);
  EXPECT_EQ(runs[1].id, "id4");
  EXPECT_EQ(runs[1].stream, 4U);
  EXPECT_EQ(runs[1].hash, shard_hash(run(4), shard_rows(values(0))));
  EXPECT_EQ(shard.runs(3, 5).size(), 1U);
  ASSERT_EQ(shard.failures().size(), 1U);
  EXPECT_EQ(shard.failures()[0].run, 3);
  EXPECT_EQ(shard.series().size(), 2U);
  std::vector<ShardRow> rows;
  shard.rows(2, 3, [&](std::int64_t number, const ShardRow& row) {
    EXPECT_EQ(number, 2);
    rows.push_back(row);
  });
  EXPECT_EQ(rows, shard_rows(values(0.01)));
  EXPECT_THROW(shard.add(run(4), values(0)), StoreError);  // once is enough
}

TEST_F(ShardTest, AStudysRunHoldsMoreThanFigures) {
  ShardRun rich = run(1);
  rich.fit = {{3, 0.25}, {7, 1.5}};
  rich.contacts = std::string("\0\1\xff", 3);
  {
    Shard shard = Shard::write(file_, of_sweep);
    shard.add(rich, values(0));
    shard.add(run(2), values(0));
  }
  const Shard shard = Shard::write(file_, of_sweep);  // which looks at every hash
  const auto runs = shard.runs();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_TRUE(runs[0].fit.empty());  // not before it is asked for
  EXPECT_EQ(shard.whole(runs[0]).fit, rich.fit);
  EXPECT_EQ(shard.whole(runs[0]).contacts, rich.contacts);
  EXPECT_TRUE(shard.whole(runs[1]).contacts.empty());
  EXPECT_NE(shard_hash(rich, {}), shard_hash(run(1), {}));
  Database(file_, Database::Mode::write).execute("UPDATE fit SET value=1.25 WHERE target=7");
  EXPECT_THAT(refusal([&] { Shard::write(file_, of_sweep); }), HasSubstr("run 1 no longer fits its hash"));
}

TEST_F(ShardTest, OthersMayReadWhileOneWrites) {
  Shard writer = Shard::write(file_, of_sweep);
  writer.add(run(1), values(0));
  const Shard reader = Shard::read(file_, of_sweep);
  EXPECT_EQ(reader.runs().size(), 1U);
  writer.add(run(2), values(0));
  EXPECT_EQ(reader.runs().size(), 2U);
}

TEST_F(ShardTest, AnotherSweepsShardIsRefusedAndLeft) {
  {
    Shard::write(file_, of_sweep).add(run(1), values(0));
  }
  EXPECT_THAT(refusal([&] { Shard::write(file_, {"0.1.0", "datahash", "other"}); }),
              AllOf(HasSubstr("another sweep"), HasSubstr("the plan differ")));
  EXPECT_THAT(refusal([&] { Shard::read(file_, {"0.2.0", "other", "planhash"}); }),
              AllOf(HasSubstr("the program (uptake 0.1.0)"), HasSubstr("the data")));
  EXPECT_EQ(Shard::read(file_, of_sweep).runs().size(), 1U);
}

TEST_F(ShardTest, ADamagedFileIsRefused) {
  {
    Shard::write(file_, of_sweep).add(run(1), values(0));
  }
  Database(file_, Database::Mode::write).execute("UPDATE figures SET value=0.25 WHERE year=2020");
  EXPECT_THAT(refusal([&] { Shard::write(file_, of_sweep); }),
              AllOf(HasSubstr("damaged (run 1 no longer fits its hash)"), HasSubstr("Move this file away")));
  std::ofstream(file_, std::ios::binary) << "rubbish that is no database at all, only some text";
  EXPECT_THAT(refusal([&] { Shard::read(file_, of_sweep); }), HasSubstr("damaged"));
  std::ofstream(file_, std::ios::binary) << "";
  EXPECT_TRUE(Shard::holds_nothing(file_));
  EXPECT_EQ(Shard::write(file_, of_sweep).runs().size(), 0U);
}

TEST_F(ShardTest, APageOfFiguresThatIsDamagedIsToldAsDamageWhereverItIsMet) {
  {
    Shard shard = Shard::write(file_, of_sweep);
    for (std::int64_t i = 0; i < 100; ++i) shard.add(run(i), values(0));
  }
  std::int64_t page = 0;
  {
    const Database db(file_, Database::Mode::read);
    Statement root(db, "SELECT rootpage FROM sqlite_master WHERE name='figures'");
    ASSERT_TRUE(root.step());
    page = root.integer(0);
  }
  {
    std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp((page - 1) * 4096);
    file << std::string(4096, 'x');
  }
  const Shard shard = Shard::read(file_, of_sweep);  // its other tables can still be read
  EXPECT_EQ(shard.runs().size(), 100U);
  EXPECT_THAT(refusal([&] { shard.rows(0, 100, [](std::int64_t, const ShardRow&) {}); }),
              AllOf(HasSubstr("shard.sqlite: is damaged"), HasSubstr("Move this file away")));
}

TEST_F(ShardTest, ACopyHoldsWhatIsCommitted) {
  Shard shard = Shard::write(file_, of_sweep);
  shard.add(run(1), values(0));
  shard.copy_to(folder_ / "copy.sqlite");
  shard.add(run(2), values(0));
  EXPECT_EQ(Shard::read(folder_ / "copy.sqlite", of_sweep).runs().size(), 1U);
  shard.copy_to(folder_ / "copy.sqlite");
  EXPECT_EQ(Shard::read(folder_ / "copy.sqlite", of_sweep).runs().size(), 2U);
  EXPECT_FALSE(fs::exists(folder_ / "copy.sqlite.tmp"));
}

TEST_F(ShardTest, TheHashTellsEveryFigureAndWhoseItIs) {
  const std::string hash = shard_hash(run(1), shard_rows(values(0)));
  EXPECT_EQ(hash, shard_hash(run(1), shard_rows(values(0))));
  EXPECT_NE(hash, shard_hash(run(2), shard_rows(values(0))));
  EXPECT_NE(hash, shard_hash(run(1), shard_rows(values(1e-16))));
  ShardRun scaled = run(1);
  scaled.real_per_simulated = 46;
  EXPECT_NE(hash, shard_hash(scaled, shard_rows(values(0))));
}

TEST_F(ShardTest, ALockHasOneHolderWhoIsNamed) {
  const fs::path file = folder_ / "a.lock";
  EXPECT_FALSE(FileLock::is_held(file));
  {
    const FileLock lock(file);
    EXPECT_TRUE(FileLock::is_held(file));
    EXPECT_THAT(refusal([&] { const FileLock second(file); }),
                AllOf(HasSubstr("another uptake is at work"), HasSubstr("process ")));
  }
  EXPECT_FALSE(FileLock::is_held(file));
  const FileLock again(file);
  EXPECT_THAT(refusal([&] { const FileLock nowhere(folder_ / "no" / "a.lock"); }),
              HasSubstr("cannot be written"));
}

}  // namespace
}  // namespace uptake
