// SPDX-License-Identifier: Apache-2.0
// Does the YAML reader keep places, and refuse what would surprise or hang?
#include "sim/base/yaml.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <fstream>

namespace uptake::yaml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> told(const Problems& problems) {
  std::vector<std::string> texts;
  for (const Problem& p : problems.all()) texts.push_back(p.text());
  return texts;
}

/// The problems of a text, as a person sees them.
std::vector<std::string> problems_of(std::string_view text) {
  Problems problems;
  parse_text(text, "f.yaml", problems);
  return told(problems);
}

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::filesystem::path yaml_file(const std::string& name, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

TEST(Yaml, BuildsATreeWithPlaces) {
  Problems problems;
  const Node root =
      parse_text("title: {en: 'x', nl: \"y\"}\nlist:\n  - a\n  - 2.5\nnone:\nalso: ~\n", "f", problems);
  ASSERT_TRUE(problems.empty()) << problems.all()[0].text();
  ASSERT_EQ(root.kind, Kind::map);
  EXPECT_THAT(root.keys, ElementsAre("title", "list", "none", "also"));
  const Node* title = root.find("title");
  ASSERT_NE(title, nullptr);
  EXPECT_EQ(title->find("nl")->text, "y");
  EXPECT_TRUE(title->find("nl")->quoted);
  EXPECT_EQ(title->find("nl")->line, 1);
  EXPECT_EQ(title->find("nl")->column, 22);
  const Node* list = root.find("list");
  EXPECT_EQ(list->kind, Kind::sequence);
  EXPECT_EQ(list->children.at(1).line, 4);
  EXPECT_EQ(as_number(list->children.at(1)), 2.5);
  EXPECT_EQ(root.find("none")->kind, Kind::null);
  EXPECT_EQ(root.find("none")->line, 5);
  EXPECT_EQ(root.find("also")->kind, Kind::null);
  EXPECT_EQ(root.find("nowhere"), nullptr);
  EXPECT_EQ(root.key_places.at(1).line, 2);
}

TEST(Yaml, QuotedNumberIsText) {
  Problems problems;
  const Node root = parse_text("a: '5'\nb: 5\n", "f", problems);
  EXPECT_FALSE(as_number(*root.find("a")));
  EXPECT_EQ(as_number(*root.find("b")), 5.0);
}

TEST(Yaml, AcceptsAByteOrderMarkAndWindowsLines) {
  Problems problems;
  const Node root = parse_text(
      "\xef\xbb\xbf"
      "a: 1\r\nb:\r\n  c: é\r\n",
      "f", problems);
  ASSERT_TRUE(problems.empty()) << problems.all()[0].text();
  EXPECT_EQ(root.find("a")->column, 4);
  EXPECT_EQ(root.find("b")->find("c")->text, "é");
}

TEST(Yaml, TellsEveryDuplicateKeyWithBothPlaces) {
  EXPECT_THAT(problems_of("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n"),
              ElementsAre("f.yaml:4:3: key 'c' stands twice in one mapping, first at line 3, column 3",
                          "f.yaml:5:1: key 'a' stands twice in one mapping, first at line 1, column 1"));
}

TEST(Yaml, SameKeyInDifferentMappingsIsFine) { EXPECT_TRUE(problems_of("a: {x: 1}\nb: {x: 2}\n").empty()); }

TEST(Yaml, RefusesKeysThatAreNoNames) {
  EXPECT_THAT(problems_of("[a, b]: 1\n? {c: d}\n: 2\n~: 3\n"),
              ElementsAre(HasSubstr("f.yaml:1:1: a key is a list or a mapping"),
                          HasSubstr("f.yaml:2:3: a key is a list"), HasSubstr("f.yaml:4:1: a key is empty")));
  EXPECT_THAT(problems_of("a: &a {x: 1}\nb: {<<: *a}\n"), ElementsAre(HasSubstr("f.yaml:2:5: merge keys")));
  EXPECT_THAT(problems_of("a: !!str 5\n"), ElementsAre(HasSubstr("f.yaml:1:4: tags such as")));
}

TEST(Yaml, AliasesAreExpanded) {
  Problems problems;
  const Node root = parse_text("a: &x {n: 1}\nb: [*x, *x]\n", "f", problems);
  ASSERT_TRUE(problems.empty());
  EXPECT_EQ(root.find("b")->children.at(1).find("n")->text, "1");
}

TEST(Yaml, RefusesAnAliasBomb) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string inner = fmt::format("*a{}", i - 1);
    bomb += fmt::format("a{0}: &a{0} [{1}{2}]\n", i, repeated(inner + ", ", 9), inner);
  }
  EXPECT_THAT(problems_of(bomb), ElementsAre(HasSubstr("aliases expand to more than 100000 values")));
}

TEST(Yaml, AnAliasBelowTheLimitIsFineAndAboveItIsNot) {
  const std::string items = "a: &a [" + repeated("x,", 998) + "x]\n";  // 1,000 values with the list itself
  EXPECT_TRUE(problems_of(items + "b: [" + repeated("*a,", 99) + "*a]\n").empty());
  EXPECT_THAT(problems_of(items + "b: [" + repeated("*a,", 100) + "*a]\n"),
              ElementsAre(HasSubstr("aliases expand to more than 100000 values")));
}

TEST(Yaml, RefusesAliasesThatRepeatThemselvesOrNothing) {
  EXPECT_THAT(problems_of("a: &a [*a]\n"),
              ElementsAre("f.yaml:1:8: an alias stands inside the value that it repeats"));
  EXPECT_THAT(problems_of("a: *b\n"),
              ElementsAre("f.yaml:1:4: an alias names an anchor that does not exist"));
}

TEST(Yaml, NestingIsLimitedTo100) {
  EXPECT_TRUE(problems_of(repeated("- ", 100) + "x\n").empty());
  EXPECT_THAT(problems_of(repeated("- ", 101) + "x\n"),
              ElementsAre("f.yaml:1:201: is nested more than 100 levels deep"));
  EXPECT_THAT(problems_of(repeated("[", 101) + repeated("]", 101)), ElementsAre(HasSubstr("100 levels")));
}

TEST(Yaml, NestingThroughAliasesCounts) {
  std::string text = "- &a0 [x]\n";
  for (int i = 1; i < 150; ++i) text += fmt::format("- &a{} [*a{}]\n", i, i - 1);
  EXPECT_THAT(problems_of(text), ElementsAre(HasSubstr("is nested more than 100 levels deep")));
}

TEST(Yaml, AMillionBracketsNeitherCrashNorHang) {
  for (const auto* piece : {"[", "[\n", "{", "{a: ", "- ", "? ", "[a, ", "&a ", "!a ", "- - ", "]", "*a "}) {
    EXPECT_THAT(problems_of(repeated(piece, 1'000'000)), ElementsAre(HasSubstr("f.yaml"))) << piece;
  }
  EXPECT_THAT(problems_of(repeated("[", 250'000)), ElementsAre(HasSubstr("100 levels")));
}

TEST(Yaml, RefusesEmptyTexts) {
  for (const auto* text : {"", "  \n\n", "# only a comment\n", "---\n", "~\n"}) {
    EXPECT_THAT(problems_of(text), ElementsAre("f.yaml: is empty, expected YAML")) << text;
  }
}

TEST(Yaml, RefusesASecondDocument) {
  EXPECT_THAT(problems_of("a: 1\n---\nb: 2\n"),
              ElementsAre("f.yaml:2:1: a second document starts here, expected one a file"));
  EXPECT_TRUE(problems_of("---\na: 1\n...\n").empty());
}

TEST(Yaml, RefusesWhatIsNotUtf8Text) {
  EXPECT_THAT(problems_of(std::string_view("a: 1\0b\n", 7)),
              ElementsAre(HasSubstr("f.yaml:1:5: a NUL byte")));
  EXPECT_THAT(problems_of("a: 1\nb: \xe9\n"),
              ElementsAre(HasSubstr("f.yaml:2:4: a byte (0xe9) that is not UTF-8")));
  EXPECT_THAT(problems_of("a: \xc0\xaf\n"), ElementsAre(HasSubstr("not UTF-8")));      // overlong
  EXPECT_THAT(problems_of("a: \xed\xa0\x80\n"), ElementsAre(HasSubstr("not UTF-8")));  // a surrogate
  EXPECT_THAT(problems_of("\xff\xfe"
                          "a"),
              ElementsAre(HasSubstr("f.yaml:1:1:")));
  EXPECT_THAT(problems_of("a: \x01\n"), ElementsAre(HasSubstr("a control character (0x01)")));
}

TEST(Yaml, TellsSyntaxMistakesWithTheirPlaceInPlainWords) {
  EXPECT_THAT(problems_of("a:\n  b: 1\n\tc: 2\n"),
              ElementsAre(HasSubstr("f.yaml:3:1: a tab is used for indentation")));
  EXPECT_THAT(problems_of("a:\n\tb: 1\n"), ElementsAre(HasSubstr("indented with a tab")));
  EXPECT_THAT(problems_of("a: [1, 2\nb: 3\n"), ElementsAre(HasSubstr("a '[' is never closed")));
  EXPECT_THAT(problems_of("a: @x\n"), ElementsAre(HasSubstr("put it in quotes")));
  EXPECT_THAT(problems_of("a: b: c\n"), ElementsAre(HasSubstr("f.yaml:1:5: a ':' stands where")));
  EXPECT_THAT(problems_of("a:\n   b: 1\n  c: 2\n"), ElementsAre(HasSubstr("f.yaml:3:3: ")));
}

TEST(Yaml,
     SeesAQuoteThatIsNeverClosed) {  // yaml-cpp 0.7 lets these pass when a line break comes before the end
  EXPECT_THAT(problems_of("a: 'abc\nb: 2\n"),
              ElementsAre("f.yaml:1:4: a quote that opens here is never closed"));
  EXPECT_THAT(problems_of("a: \"abc\\\"\n"),
              ElementsAre("f.yaml:1:4: a quote that opens here is never closed"));
  EXPECT_THAT(problems_of("a: &x 'abc''\n"),
              ElementsAre("f.yaml:1:4: a quote that opens here is never closed"));
  EXPECT_TRUE(problems_of("a: 'it''s'\nb: \"say \\\"x\\\"\"\nc: &y 'z'\nd: |\n  'open\n").empty());
}

TEST(Yaml, RefusesFilesThatAreNone) {
  Problems problems;
  parse_file(std::filesystem::path(testing::TempDir()) / "no_such_file.yaml", problems);
  parse_file(testing::TempDir(), problems);
  parse_file(yaml_file("empty.yaml", ""), problems);
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(problems.all()[0].message, "no such file");
  EXPECT_EQ(problems.all()[1].message, "is a directory, expected a file");
  EXPECT_EQ(problems.all()[2].message, "is empty, expected YAML");
}

TEST(Yaml, RefusesMoreThan10Megabytes) {
  Problems problems;
  parse_file(yaml_file("small.yaml", "a: 1\n#" + std::string(9'999'994, 'x')), problems);
  EXPECT_TRUE(problems.empty());
  parse_file(yaml_file("large.yaml", "a: 1\n#" + std::string(9'999'995, 'x')), problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems.all()[0].message, "is larger than 10 MB");
}

TEST(Fields, ReadEveryType) {
  Problems problems;
  const Node root = parse_text(
      "t: word\nn: -1.5e-1\ni: 7\nb: true\nm: 2027-03\nc: two\nts: [a, b]\nns: [1, 2]\nms: [{x: 1}, {x: "
      "2}]\n",
      "f", problems);
  Fields fields(root, "f", "the test", problems);
  constexpr std::array<std::string_view, 2> names{"one", "two"};
  EXPECT_EQ(fields.text("t"), "word");
  EXPECT_EQ(fields.number("n", 9), -0.15);
  EXPECT_EQ(fields.integer("i", 9), 7);
  EXPECT_TRUE(fields.boolean("b", false));
  EXPECT_EQ(fields.month("m", 0), month_of(2027, 3));
  EXPECT_EQ(fields.choice("c", names, 0), 1);
  EXPECT_THAT(fields.texts("ts"), ElementsAre("a", "b"));
  EXPECT_THAT(fields.numbers("ns"), ElementsAre(1.0, 2.0));
  EXPECT_EQ(fields.maps("ms").size(), 2U);
  EXPECT_EQ(fields.number("absent", 4.5), 4.5);
  EXPECT_FALSE(fields.has("absent"));
  fields.finish();
  EXPECT_TRUE(problems.empty());
}

TEST(Fields, TellWhatWasExpectedAndWhatWasFound) {
  Problems problems;
  const Node root = parse_text(
      "t: [x]\nn: ten\nr: 1.2\ni: 1.5\nb: yes\nm: 2027-13\nc: tow\nts: x\nns: [1, y]\nms: [3]\nq: '5'\nz:\n",
      "f", problems);
  Fields fields(root, "f", "the test", problems);
  constexpr std::array<std::string_view, 2> names{"one", "two"};
  fields.text("t");
  fields.number("n", 0);
  fields.number("r", 0, {0, 1});
  fields.integer("i", 0);
  fields.boolean("b", false);
  fields.month("m", 0);
  fields.choice("c", names, 0);
  fields.texts("ts");
  fields.numbers("ns");
  fields.maps("ms");
  fields.number("q", 0);
  fields.text("z");
  EXPECT_THAT(
      told(problems),
      ElementsAre(
          "f:1:4: 't': expected a text, found a list", "f:2:4: 'n': expected a number, found 'ten'",
          "f:3:4: 'r': expected a number from 0 to 1, found '1.2'",
          "f:4:4: 'i': expected a whole number from -1000000000 to 1000000000, found '1.5'",
          "f:5:4: 'b': expected true or false, found 'yes'",
          "f:6:4: 'm': expected a month from 1991-01 to 2035-12, written like 2027-01, found '2027-13'",
          "f:7:4: 'c': expected one or two, found 'tow' (did you mean 'two'?)",
          "f:8:5: 'ts': expected a list of texts, found 'x'",
          "f:9:9: 'ns': expected a number in the list, found 'y'",
          "f:10:6: 'ms': expected a mapping (key: value) in the list, found '3'",
          "f:11:4: 'q': expected a number, found the quoted text '5'",
          "f:12:1: 'z': expected a text, found nothing"));
}

TEST(Fields, MonthsEndWithTheClock) {
  Problems problems;
  const Node root = parse_text(
      "a: 1991-01\nb: 2035-12\nc: 1990-12\nd: 2036-01\ne: 2027-1\nf: 2027-00\ng: 2027/01\n", "f", problems);
  Fields fields(root, "f", "the test", problems);
  EXPECT_EQ(fields.month("a", -1), 0);
  EXPECT_EQ(fields.month("b", -1), end_month - 1);
  for (const auto* key : {"c", "d", "e", "f", "g"}) EXPECT_EQ(fields.month(key, -1), -1) << key;
  EXPECT_EQ(problems.size(), 5U);
}

TEST(Fields, TellMissingAndUnknownKeys) {
  Problems problems;
  const Node root = parse_text("lever:\n  recah: 1\n  zzzzzzzzzz: 2\n", "f", problems);
  Fields fields(*root.find("lever"), "f", "a lever", problems);
  fields.number("reach", 0, {}, true);
  fields.finish();
  EXPECT_THAT(told(problems),
              ElementsAre("f:2:3: a lever has no 'reach', which it needs",
                          "f:2:3: a lever has no key 'recah' (did you mean 'reach'?)",
                          testing::StartsWith("f:3:3: a lever has no key 'zzzzzzzzzz'; expected ")));
}

TEST(Fields, AreSilentOverAFileThatWasNotRead) {
  Problems problems;
  const Node root = parse_text("", "f", problems);
  Fields fields(root, "f", "the test", problems);
  fields.text("title", "", true);
  fields.finish();
  EXPECT_EQ(problems.size(), 1U);
}

TEST(Fields, WantAMapping) {
  Problems problems;
  const Node root = parse_text("- a\n", "f", problems);
  Fields fields(root, "f", "the test", problems);
  EXPECT_THAT(told(problems),
              ElementsAre("f:1:1: expected a mapping (key: value) for the test, found a list"));
}

}  // namespace
}  // namespace uptake::yaml
