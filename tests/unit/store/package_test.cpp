// SPDX-License-Identifier: Apache-2.0
// Data package, crate and views by themselves, on made-up tables.
#include "sim/store/package.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sim/base/errors.hpp"
#include "sim/store/citation.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/labels.hpp"
#include "sim/store/views.hpp"

namespace uptake {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class PackageTest : public testing::Test {
 protected:
  fs::path folder_ =
      fs::temp_directory_path() /
      (std::string("uptake_package_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] json json_of(const char* name) const {
    std::ifstream in(folder_ / name);
    return json::parse(in);
  }
};

Provenance made_up() {
  Provenance from;
  from.kind = "run";
  from.title = "Uptake run: a";
  from.model = "9.9.9";
  from.command = "uptake run a.yaml";
  from.fingerprint = std::string(60, 'a') + "bcde";
  from.made_from = {{"scenario-a", "a", std::string(64, '1'), "A scenario."}};
  from.settings = {{"seed", "7"}};
  return from;
}

CsvExport table() {
  CsvExport t("t.csv", {{"name", "text", "", "who"}, {"value", "number", "EUR", "how much"}});
  t.row({"b", "1"});
  t.describe({"A table.", {"name"}, {{{"name"}, "other.csv", {"name"}}}});
  return t;
}

TEST_F(PackageTest, ATablesColumnsBecomeItsSchema) {
  const CsvExport t = table();
  t.write(folder_);
  write_package(folder_, made_up(), {&t});
  const json package = json_of(package_file);
  EXPECT_EQ(package.at("name"), "uptake-run-aaaaaaaaaaaaaaaa");
  EXPECT_EQ(package.at("licenses")[0].at("name"), "Apache-2.0");
  ASSERT_EQ(package.at("resources").size(), 2U);  // with the dictionary
  const json& resource = package.at("resources")[0];
  EXPECT_EQ(resource.at("path"), "t.csv");
  EXPECT_EQ(resource.at("bytes"), 15);
  EXPECT_EQ(resource.at("schema").at("fields")[0],
            json::parse(R"({"name":"name","type":"string","description":"who"})"));
  EXPECT_EQ(resource.at("schema").at("fields")[1].at("unit"), "EUR");
  EXPECT_EQ(resource.at("schema").at("primaryKey"), json::parse(R"(["name"])"));
  EXPECT_EQ(resource.at("schema").at("foreignKeys")[0].at("reference").at("resource"), "other");
  EXPECT_EQ(package.at("resources")[1].at("path"), "data-dictionary.csv");
}

TEST_F(PackageTest, ATableThatIsNotThereIsAnError) {
  const CsvExport t = table();
  EXPECT_THROW(write_package(folder_, made_up(), {&t}), std::runtime_error);
  EXPECT_THROW(write_crate(folder_, made_up(), {"t.csv"}), std::runtime_error);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(PackageTest, ACrateFindsWhatWasChangedMissingOrAdded) {
  fs::create_directories(folder_ / "part");
  write_whole(folder_ / "a.csv", "1");
  write_whole(folder_ / "part/b.sqlite", "2");
  write_crate(folder_, made_up(), {"part/b.sqlite", "a.csv", crate_file});
  write_whole(folder_ / "a.lock", "");
  write_whole(folder_ / "part/b.sqlite-journal", "");
  const CrateCheck good = check_crate(folder_);
  EXPECT_TRUE(good.good());
  EXPECT_EQ(good.n_files, 2U);
  EXPECT_EQ(good.says.kind, "run");
  EXPECT_EQ(good.says.model, "9.9.9");
  EXPECT_EQ(good.says.command, "uptake run a.yaml");
  EXPECT_EQ(good.says.fingerprint, made_up().fingerprint);
  write_whole(folder_ / "a.csv", "3");  // of the same size
  fs::remove(folder_ / "part/b.sqlite");
  write_whole(folder_ / "part/c.txt", "");
  const CrateCheck bad = check_crate(folder_);
  EXPECT_THAT(bad.changed, testing::ElementsAre("a.csv"));
  EXPECT_THAT(bad.missing, testing::ElementsAre("part/b.sqlite"));
  EXPECT_THAT(bad.extra, testing::ElementsAre("part/c.txt"));
  EXPECT_FALSE(bad.good());
}

TEST_F(PackageTest, TheDateOfACrateIsThatOfTheVersionSoThatItsBytesStay) {
  write_whole(folder_ / "a.csv", "1");
  write_crate(folder_, made_up(), {"a.csv"});
  const json crate = json_of(crate_file);
  EXPECT_EQ(crate.at("@graph")[1].at("datePublished"), citation().released);
  EXPECT_EQ(crate.at("@graph")[1].at("author").size(), citation().authors.size());
}

TEST(Citation, IsThatOfTheFile) {
  std::ifstream in(UPTAKE_SOURCE_DIR "/CITATION.cff");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Citation read = citation();
  EXPECT_EQ(read.license, "Apache-2.0");
  EXPECT_THAT(text, testing::HasSubstr("version: " + read.version + "\n"));
  EXPECT_THAT(text, testing::HasSubstr("date-released: " + read.released + "\n"));
  ASSERT_FALSE(read.authors.empty());
  EXPECT_THAT(text, testing::HasSubstr(read.authors.front().name));
}

TEST(Labels, HaveWordsForEveryCodeAndTheCodeWhereThereAreNone) {
  const std::vector<Label> labels = category_labels(
      {{"service", "R9", "CAW talk", "CAW-gesprek"}},
      {{"contact", "parenting", "lever", "mine"}, {"contact", "parenting", "service", "R9"}}, {});
  const auto find = [&](const std::string& variable, const std::string& category) {
    for (const Label& l : labels) {
      if (l.variable == variable && l.category == category) return l.variable_nl + ": " + l.label_nl;
    }
    return std::string("none");
  };
  EXPECT_EQ(find("gate", "afford"), "drempel: te duur");
  EXPECT_EQ(find("payer", "flemish"), "betaler: Vlaamse overheid");
  EXPECT_EQ(find("service", "R9"), "dienst: CAW-gesprek");
  EXPECT_EQ(find("lever", "mine"), "maatregel: mine");
  EXPECT_NE(find("education", "higher"), "none");
  EXPECT_TRUE(
      std::ranges::is_sorted(labels, {}, [](const Label& l) { return std::pair(l.variable, l.category); }));
}

TEST_F(PackageTest, AFinishedStudyHasViewsAndADocumentedColumnForEachOfItsOwn) {
  const StudyKey key{"0.1.0", "data", R"({"families":300})", {"s0", "s1"}};
  Store store = Store::create(folder_, key, {{"base", true, "{}", ""}, {"more", false, "{}", ""}}, {},
                              {{"kind", "compare"}});
  for (const int scenario : {0, 1}) {
    RunResult r;
    r.run = {scenario, scenario, 0, 0, 0};
    r.values = {{{"contact", "parenting", "education", "higher"}, 2020, 0.25 + 0.125 * scenario}};
    if (scenario == 1) r.values.push_back({{"lever_cost", "both", "lever", "push"}, 2020, 5});
    store.add(r);
  }
  store.finish();
  const Database db(folder_ / store_file, Database::Mode::read);
  EXPECT_TRUE(has_views(db));
  Statement difference(db,
                       "SELECT scenario, measure_en, category_nl, baseline_value, value, difference FROM "
                       "paired_differences ORDER BY measure");
  ASSERT_TRUE(difference.step());
  EXPECT_EQ(difference.text(0), "more");
  EXPECT_EQ(difference.text(1), "formal contact");
  EXPECT_EQ(difference.number(5), 0.125);
  ASSERT_TRUE(difference.step());  // a lever that the baseline lacks
  EXPECT_TRUE(difference.is_null(3));
  EXPECT_EQ(difference.number(4), 5);
  EXPECT_FALSE(difference.step());
  Statement undocumented(
      db,
      "SELECT count(*) FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type IN ('table', "
      "'view') AND t.name NOT LIKE 'sqlite_%' AND NOT EXISTS (SELECT 1 FROM documentation d WHERE "
      "d.name = t.name AND d.\"column\" = c.name AND d.meaning <> '')");
  ASSERT_TRUE(undocumented.step());
  EXPECT_EQ(undocumented.integer(0), 0);
}

}  // namespace
}  // namespace uptake
