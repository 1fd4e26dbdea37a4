// SPDX-License-Identifier: Apache-2.0
#include "sim/store/store.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "refusal.hpp"
#include "sim/base/errors.hpp"
#include "sim/store/files.hpp"
#include "sim/store/lock.hpp"
#include "sim/store/manifest.hpp"
#include "sim/store/result_files.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_store_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
};

StudyKey key() { return {"0.1.0", "datahash", R"({"families":300})", {"s0", "s1"}}; }

Store fresh(const fs::path& folder) {
  return Store::create(folder, key(),
                       {{"baseline", true, "{}", "levers: {}"}, {"more", false, "{}", "levers: {a: 1}"}},
                       {{"T1", "parenting", 2016, "resident", "rate", "total", "total", 39.0, 2165.0},
                        {"T2", "parenting", 2021, "resident", "share", "support_type", "gp", 17.0, {}}},
                       {{"kind", "compare"}});
}

RunResult result(std::int64_t id) {
  RunResult r;
  r.run = {id, static_cast<int>(id % 2), 0, static_cast<int>(id / 2), static_cast<int>(id / 2)};
  r.seed = 7;
  r.stream = static_cast<std::uint32_t>(id / 2);
  r.real_per_simulated = 45.5;
  for (int year = 2010; year < 2030; ++year) {
    for (const char* category : {"total", "men", "women"}) {
      r.values.push_back(
          {{"contact", "parenting", "gender", category}, year, 0.1 + 0.001 * static_cast<double>(id) / 3});
    }
  }
  r.fit = {38.5 + static_cast<double>(id), std::nullopt};
  r.contacts = std::string("\0\1\2", 3);
  return r;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(StoreTest, WhatIsAddedComesBack) {
  Store store = fresh(folder_);
  store.add(result(3));
  store.add(result(0));
  ASSERT_EQ(store.runs().size(), 2U);
  EXPECT_EQ(store.runs()[0].run.id, 0);
  EXPECT_EQ(store.runs()[1].run.replicate, 1);
  EXPECT_EQ(store.runs()[1].seed, 7U);
  EXPECT_DOUBLE_EQ(store.runs()[1].real_per_simulated, 45.5);
  EXPECT_EQ(store.contacts(3), std::string("\0\1\2", 3));
  EXPECT_EQ(store.series().size(), 3U);
  const auto values = store.values({"contact", "parenting", "gender", "men"});
  ASSERT_EQ(values.size(), 40U);
  EXPECT_EQ(values[0].year, 2010);
  EXPECT_EQ(values[1].run, 3);
  EXPECT_DOUBLE_EQ(values[1].value, 0.101);
  EXPECT_THAT(store.fit(0), testing::ElementsAre(testing::Pair(0, 38.5), testing::Pair(3, 41.5)));
  EXPECT_TRUE(store.fit(1).empty());
  ASSERT_EQ(store.targets().size(), 2U);
  EXPECT_EQ(store.targets()[0].n, 2165.0);
  EXPECT_FALSE(store.targets()[1].n);
  EXPECT_TRUE(store.scenarios()[0].baseline);
  EXPECT_EQ(store.meta("kind"), "compare");
}

TEST_F(StoreTest, TheBytesOfAFinishedFileDoNotDependOnOrderOrInterruptions) {
  const fs::path one = folder_ / "one", two = folder_ / "two";
  fs::create_directories(one);
  fs::create_directories(two);
  {
    Store store = fresh(one);
    for (const int id : {0, 1, 2, 3, 4, 5}) store.add(result(id));
    store.finish();
    EXPECT_TRUE(store.finished());
  }
  {
    Store store = fresh(two);
    for (const int id : {5, 2}) store.add(result(id));
  }
  {
    Store store = Store::resume(two, key());
    EXPECT_EQ(store.runs().size(), 2U);
    for (const int id : {4, 0, 3, 1}) store.add(result(id));
    store.finish();
  }
  EXPECT_EQ(bytes_of(one / store_file), bytes_of(two / store_file));
  EXPECT_GT(bytes_of(one / store_file).size(), 4096U);
  EXPECT_EQ(Store::read(one).runs().size(), 6U);
}

TEST_F(StoreTest, ARunIsCommittedWholeOrNotAtAll) {
  Store store = fresh(folder_);
  RunResult twice = result(1);
  twice.values.push_back(twice.values.front());
  EXPECT_THROW(store.add(twice), StoreError);
  EXPECT_TRUE(store.runs().empty());
  EXPECT_TRUE(store.series().empty());
  store.add(result(1));
  EXPECT_EQ(store.runs().size(), 1U);
}

TEST_F(StoreTest, TheResultsOfAnotherStudyAreRefusedWithWhatDiffers) {
  {
    Store store = fresh(folder_);
  }
  StudyKey other = key();
  other.plan = R"({"families":400})";
  EXPECT_THAT(refusal([&] { Store::resume(folder_, other); }),
              testing::AllOf(testing::HasSubstr("another study: the plan"),
                             testing::Not(testing::HasSubstr("the data"))));
  other = key();
  other.data = "x";
  other.scenarios[1] = "y";
  EXPECT_THAT(refusal([&] { Store::resume(folder_, other); }),
              testing::HasSubstr("the data, the scenarios differ"));
}

TEST_F(StoreTest, ADamagedFileIsRefusedAndLeftAsItIs) {
  {
    Store store = fresh(folder_);
    for (const int id : {0, 1, 2}) store.add(result(id));
  }
  const fs::path file = folder_ / store_file;
  const std::string good = bytes_of(file);
  for (const std::size_t cut : {std::size_t{100}, good.size() / 2}) {
    std::ofstream(file, std::ios::binary) << good.substr(0, cut);
    EXPECT_THAT(refusal([&] { Store::resume(folder_, key()); }), testing::HasSubstr("damaged")) << cut;
    EXPECT_EQ(fs::file_size(file), cut);
  }
  std::ofstream(file, std::ios::binary)
      << "not a database, but long enough to look like a file of something else";
  EXPECT_THAT(refusal([&] { Store::resume(folder_, key()); }),
              testing::AllOf(testing::HasSubstr("damaged"), testing::HasSubstr("--force")));
  EXPECT_THAT(refusal([&] { Store::read(folder_); }),
              testing::AllOf(testing::HasSubstr("damaged"), testing::HasSubstr("make the results again"),
                             testing::Not(testing::HasSubstr("--force"))));
}

TEST_F(StoreTest, AValueThatChangedOnDiskIsNoticed) {
  {
    Store store = fresh(folder_);
    for (const int id : {0, 1}) store.add(result(id));
  }
  {
    Database database(folder_ / store_file, Database::Mode::write);
    database.execute("UPDATE figures SET value=value+1e-9 WHERE run_id=1 AND year=2015");
  }
  EXPECT_THAT(refusal([&] { Store::resume(folder_, key()); }),
              testing::HasSubstr("run 1 no longer fits its fingerprint"));
}

TEST_F(StoreTest, AnotherSchemaIsRefused) {
  {
    Store store = fresh(folder_);
  }
  {
    Database database(folder_ / store_file, Database::Mode::write);
    database.execute("PRAGMA user_version=99");
  }
  EXPECT_THAT(refusal([&] { Store::resume(folder_, key()); }),
              testing::HasSubstr("schema version 99, expected 2"));
}

TEST_F(StoreTest, TwoWritersAtOnceAreRefused) {
  const Store first = fresh(folder_);
  EXPECT_THAT(refusal([&] { Store::resume(folder_, key()); }),
              testing::HasSubstr("another uptake is writing"));
}

TEST_F(StoreTest, AFileInWhichNothingWasCommittedIsNothing) {
  EXPECT_TRUE(Store::holds_nothing(folder_));
  std::ofstream(folder_ / store_file);
  EXPECT_TRUE(Store::holds_nothing(folder_));
  fs::remove(folder_ / store_file);
  {
    Store store = fresh(folder_);
  }
  EXPECT_FALSE(Store::holds_nothing(folder_));
}

TEST_F(StoreTest, NoResultsAreSaidToBeMissing) {
  EXPECT_THAT(refusal([&] { Store::read(folder_); }), testing::HasSubstr("no results.sqlite here"));
}

TEST_F(StoreTest, RemovingResultsLeavesOtherFiles) {
  {
    Store store = fresh(folder_);
  }
  std::ofstream(folder_ / "measures.csv") << "x";
  std::ofstream(folder_ / "notes.txt") << "mine";
  EXPECT_THAT(results_in(folder_), testing::ElementsAre("results.sqlite", "measures.csv"));
  remove_results(folder_);
  EXPECT_TRUE(results_in(folder_).empty());
  EXPECT_TRUE(fs::exists(folder_ / "notes.txt"));
}

TEST_F(StoreTest, TheMeasuresViewHasOneRowAFigure) {
  {
    Store store = fresh(folder_);
    store.add(result(1));
    store.finish();
  }
  const Database database(folder_ / store_file, Database::Mode::read);
  Statement ask(database,
                "SELECT count(*), min(value) FROM measures WHERE measure='contact' AND domain='parenting' "
                "AND year=2020");
  ASSERT_TRUE(ask.step());
  EXPECT_EQ(ask.integer(0), 3);
  Statement plan(database,
                 "EXPLAIN QUERY PLAN SELECT value FROM measures WHERE measure='contact' AND "
                 "domain='parenting' AND year=2020");
  std::string how;
  while (plan.step()) how += plan.text(3) + "\n";
  EXPECT_THAT(how,
              testing::AllOf(testing::HasSubstr("series_by_name"), testing::HasSubstr("figures_by_series")));
  EXPECT_THAT(how, testing::Not(testing::HasSubstr("SCAN")));
}

TEST_F(StoreTest, TheManifestTellsTheStudyAndTheFiles) {
  Store store = fresh(folder_);
  store.add(result(0));
  store.finish();
  write_whole(folder_ / "runs.csv", "abc");
  write_manifest(store, folder_, true);
  const auto manifest = nlohmann::json::parse(bytes_of(folder_ / "manifest.json"));
  EXPECT_EQ(manifest.at("plan").at("families"), 300);
  EXPECT_EQ(manifest.at("evidence_sha256"), "datahash");
  EXPECT_EQ(manifest.at("scenarios")[1].at("resolved"), "levers: {a: 1}");
  EXPECT_EQ(manifest.at("files").at("runs.csv"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(manifest.at("runs").size(), 1U);
  EXPECT_FALSE(manifest.at("files").contains("manifest.json"));
}

TEST(SeriesKey, IsTheSameEverywhereAndDiffersByName) {
  EXPECT_EQ(series_key({"contact", "parenting", "total", "total"}),
            series_key({"contact", "parenting", "total", "total"}));
  EXPECT_NE(series_key({"contact", "parenting", "a", "bc"}), series_key({"contact", "parenting", "ab", "c"}));
  EXPECT_LT(series_key({"contact", "parenting", "total", "total"}), std::int64_t{1} << 48);
}

TEST_F(StoreTest, AWholeFileReplacesOrLeavesNothing) {
  write_whole(folder_ / "a.txt", "one");
  write_whole(folder_ / "a.txt", "two");
  EXPECT_EQ(bytes_of(folder_ / "a.txt"), "two");
  EXPECT_FALSE(fs::exists(folder_ / "a.txt.tmp"));
  EXPECT_THROW(write_whole(folder_ / "no such folder" / "a.txt", "x"), std::runtime_error);
}

TEST_F(StoreTest, TwoWhoWriteOneFileEachWriteItWhole) {
  const fs::path file = folder_ / "a.txt";
  const std::vector<std::string> texts{std::string(300'000, 'a'), std::string(500'000, 'b'), "c"};
  write_whole(file, texts[0]);
  std::atomic<int> at_work{static_cast<int>(texts.size())};
  std::atomic<bool> failed{false};
  std::vector<std::thread> writers;
  for (const std::string& text : texts) {
    writers.emplace_back([&] {
      try {
        for (int i = 0; i < 100; ++i) write_whole(file, text);
      } catch (const std::runtime_error&) {
        failed = true;
      }
      --at_work;
    });
  }
  int n_half = 0;
  while (at_work > 0) n_half += std::ranges::count(texts, bytes_of(file)) == 1 ? 0 : 1;
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(n_half, 0);
  EXPECT_FALSE(failed);
  EXPECT_EQ(std::ranges::count(texts, bytes_of(file)), 1);
  EXPECT_FALSE(fs::exists(folder_ / "a.txt.tmp"));
}

TEST_F(StoreTest, WhatAKilledProcessLeftIsWrittenOver) {
  std::ofstream(folder_ / "a.txt.tmp") << std::string(1000, 'x');
  write_whole(folder_ / "a.txt", "new");
  EXPECT_EQ(bytes_of(folder_ / "a.txt"), "new");
  EXPECT_FALSE(fs::exists(folder_ / "a.txt.tmp"));
}

TEST_F(StoreTest, AFolderIsWrittenByOneAtATime) {
  {
    const FolderLock first(folder_);
    EXPECT_THAT(refusal([&] { const FolderLock second(folder_); }),
                testing::HasSubstr("another uptake is writing here"));
  }
  EXPECT_EQ(refusal([&] { const FolderLock again(folder_); }), "");
  EXPECT_EQ(refusal([&] { const FolderLock none(folder_ / "nowhere"); }), "");
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(StoreTest, WhatNobodyCouldReadIsRefusedWithWhatToDo) {
  const auto reading = [&](const std::string& change) {
    fs::remove(folder_ / store_file);
    fresh(folder_).add(result(0));
    Database(folder_ / store_file, Database::Mode::write)
        .execute("DELETE FROM meta WHERE key='design_sha256'; " + change);
    return refusal([&] { Store::read(folder_); });
  };
  EXPECT_EQ(reading(""), "");
  EXPECT_THAT(reading("DELETE FROM scenarios"), testing::HasSubstr("there is no scenario in it"));
  EXPECT_THAT(reading("UPDATE meta SET value='[' WHERE key='plan'"),
              testing::HasSubstr("what it holds as its plan"));
  EXPECT_THAT(reading("UPDATE scenarios SET name='/x' WHERE scenario=1"),
              testing::HasSubstr("a scenario is named '/x', which is no file's name"));
  EXPECT_THAT(reading("UPDATE scenarios SET description='' WHERE scenario=1"),
              testing::HasSubstr("the scenario 'more' cannot be read"));
  // its fingerprint is right, and what it names is not there
  fs::remove(folder_ / store_file);
  RunResult far = result(0);
  far.run.scenario = 2;
  fresh(folder_).add(far);
  EXPECT_THAT(refusal([&] { Store::read(folder_); }),
              testing::HasSubstr("run 0 is of a scenario that is not there"));
}

TEST_F(StoreTest, ATableIsTidyAndItsDictionaryComplete) {
  CsvExport table("t.csv", {{"name", "text", "", "who, exactly"}, {"value", "number", "EUR", "how much"}});
  table.row({"a \"b\", c", number_text(1.0 / 3)});
  table.row({"none", number_text(-0.0)});
  EXPECT_THROW(table.row({"too short"}), std::logic_error);
  table.write(folder_);
  EXPECT_EQ(bytes_of(folder_ / "t.csv"), "name,value\n\"a \"\"b\"\", c\",0.3333333333\nnone,0\n");
  write_dictionary(folder_, {&table});
  EXPECT_EQ(
      bytes_of(folder_ / "data-dictionary.csv"),
      "file,column,type,unit,meaning\nt.csv,name,text,,\"who, exactly\"\nt.csv,value,number,EUR,how much\n");
}

}  // namespace
}  // namespace uptake
