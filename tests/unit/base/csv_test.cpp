// SPDX-License-Identifier: Apache-2.0
#include "sim/base/csv.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace uptake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::filesystem::path temporary(const std::string& name, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

TEST(Csv, ReadsQuotesLineBreaksAndPlaces) {
  Problems problems;
  const CsvTable table =
      read_csv(temporary("good.csv", "a,b\n1,\"x, \"\"y\"\"\"\r\n\n2,\"two\nlines\"\n3,\n"), problems);
  ASSERT_TRUE(problems.empty()) << problems.all()[0].text();
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "x, \"y\""), ElementsAre("2", "two\nlines"),
                                      ElementsAre("3", "")));
  EXPECT_THAT(table.lines, ElementsAre(2, 4, 6));
  EXPECT_EQ(table.column("b"), 1U);
  EXPECT_EQ(table.column("c"), 2U);
}

TEST(Csv, TellsEveryRowThatDoesNotFit) {
  Problems problems;
  const auto file = temporary("bad.csv", "a,b\n1\n1,2\n1,2,3\n\"open,2\n");
  const CsvTable table = read_csv(file, problems);
  EXPECT_EQ(table.rows.size(), 1U);
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems.all()[0].text(), file.string() + ":2:1: has 1 fields, expected 2 as in the header");
  EXPECT_EQ(problems.all()[1].line, 4);
  EXPECT_THAT(problems.all()[2].message, HasSubstr("never closed"));
}

TEST(Csv, PassesOverAByteOrderMark) {
  Problems problems;
  const CsvTable table = read_csv(temporary("marked.csv", "\xEF\xBB\xBF\"a\",b\r\n1,2\r\n"), problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "2")));
  read_csv(temporary("mark_alone.csv", "\xEF\xBB\xBF\n"), problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems.all()[0].message, HasSubstr("is empty"));
}

TEST(Csv, NamesSemicolonsThatStandForCommasAndNothingElse) {
  Problems problems;
  const auto file = temporary("semicolons.csv",
                              "\xEF\xBB\xBF"
                              "a;b\n1;2,5\n3;4,5\n");
  const CsvTable table = read_csv(file, problems);
  EXPECT_TRUE(table.header.empty() && table.rows.empty());
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(
      problems.all()[0].text(),
      HasSubstr(file.string() + ":1:2: the columns are separated by semicolons (';'), expected commas"));
  Problems none;
  EXPECT_THAT(read_csv(temporary("one.csv", "a\n1;2\n"), none).rows, ElementsAre(ElementsAre("1;2")));
  EXPECT_THAT(read_csv(temporary("both.csv", "a;b,c\n1,2\n"), none).header, ElementsAre("a;b", "c"));
  EXPECT_TRUE(none.empty());
}

TEST(Csv, RefusesFilesThatAreNone) {
  Problems problems;
  read_csv(std::filesystem::path(testing::TempDir()) / "no_such.csv", problems);
  read_csv(testing::TempDir(), problems);
  read_csv(temporary("empty.csv", "\n"), problems);
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(problems.all()[0].message, "no such file");
  EXPECT_THAT(problems.all()[1].message, HasSubstr("directory"));
  EXPECT_THAT(problems.all()[2].message, HasSubstr("is empty"));
}

TEST(Csv, WhatIsWrittenReadsBackTheSame) {
  for (const std::string text : {"plain", "with, comma", "with \"quotes\"", "two\nlines", ""}) {
    Problems problems;
    const CsvTable table = read_csv(temporary("round.csv", "a,b\n" + csv_field(text) + ",x\n"), problems);
    ASSERT_TRUE(problems.empty());
    EXPECT_EQ(table.rows.at(0).at(0), text);
  }
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
}

TEST(TextFile, IsLimitedInSize) {
  Problems problems;
  const auto file = temporary("size.txt", "12345");
  EXPECT_EQ(read_text_file(file, 5, problems), "12345");
  EXPECT_TRUE(problems.empty());
  read_text_file(file, 4, problems);
  EXPECT_EQ(problems.size(), 1U);
}

}  // namespace
}  // namespace uptake
