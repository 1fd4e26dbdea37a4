// SPDX-License-Identifier: Apache-2.0
// Is a file of targets read as it stands, and a bad one refused with all its problems?
#include <unistd.h>

#include <algorithm>

#include "unit/evidence/targets_fixture.hpp"

namespace uptake::target_tests {
namespace {

class TargetFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              fmt::format("uptake_targets_{}_{}", ::getpid(),
                          testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& text) const {
    const fs::path file = folder_ / "targets.csv";
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  /// The problems of a file, with FILE for its path; "" if it has none.
  static std::string problems(const fs::path& file) {
    try {
      load_targets(file);
    } catch (const BadInput& bad) {
      std::string text = bad.what();
      for (auto at = text.find(file.string()); at != std::string::npos; at = text.find(file.string())) {
        text.replace(at, file.string().size(), "FILE");
      }
      return text;
    }
    return {};
  }

  fs::path folder_;
};

const std::string head =
    "table,domain,year,sample,measure,variable,category,value,n,ci_low,ci_high,line,note\n";
const std::string good = "T4,relationship,2016,resident,rate,gender,men,10.8,797,,,753,\n";

TEST_F(TargetFiles, ReadARow) {
  const auto targets = load_targets(
      write(head + good +
            "T7,relationship,2016,partnered,odds_ratio,gender,women,1.004,940,0.711,1.418,1169,\"a, b\"\n" +
            "text,parenting,2021,resident,share,support_type:education,gp:higher,28.7,,,,1848,\n"));
  ASSERT_EQ(targets.size(), 3u);
  const Target& t = targets[1];
  EXPECT_EQ(t.table, "T7");
  EXPECT_EQ(t.year, 2016);
  EXPECT_EQ(t.sample, "partnered");
  EXPECT_EQ(t.value, 1.004);
  EXPECT_EQ(t.n, 940);
  EXPECT_EQ(t.ci_low, 0.711);
  EXPECT_EQ(t.ci_high, 1.418);
  EXPECT_EQ(t.line, 1169);
  EXPECT_EQ(t.note, "a, b");
  EXPECT_FALSE(targets[0].ci_low || targets[0].ci_high || targets[2].n);
  EXPECT_EQ(find_target(targets, "T4", "relationship", 2016, "resident", "rate", "gender", "men"),
            &targets[0]);
  EXPECT_EQ(find_target(targets, "T4", "relationship", 2021, "resident", "rate", "gender", "men"), nullptr);
}

TEST_F(TargetFiles, TellAllProblemsAtOnce) {
  const std::string text = problems(
      write(head + good +                                                               // line 2
            "T44,relation,2017,residnt,rat,gendr,men,10.8,797,,,753,\n" +               // 3
            "T4,relationship,2016,resident,rate,gender,mem,ten,-1,,,0,\n" +             // 4
            "T4,relationship,2016,resident,rate,total,total,112.9,2134.5,,,749.5,\n" +  // 5
            "T5,relationship,2016,resident,odds_ratio,partner_support,fairly,0,806,1.725,0.849,985,\n" +  // 6
            good +                                                                                        // 7
            "T4,relationship,2016,resident,rate,gender,women\n" +                                         // 8
            "T5,relationship,2016,resident,odds_ratio,partner_support,a_little,2,,1.3,,987,\n" +          // 9
            "T5,relationship,2016,resident,beta,partner_support,a_little,2,,1,3,987,\n" +           // 10
            "text,parenting,2016,resident,share,support_type:education,gp,35,,,,1847,\n" +          // 11
            "text,parenting,2016,resident,share,support_type:education,gp:hihger,nan,,,,1847,\n" +  // 12
            "T7,relationship,2016,partnered,n,gender,men,65.1,,,,1167,\n" +                         // 13
            "T4,relationship,2016,resident,rate,gender,total,-0.1,,x,,753,\n"));                    // 14
  const auto has = [&](const std::string& problem) {
    EXPECT_THAT("\n" + text, HasSubstr("\nFILE:" + problem));
  };
  has("3:1: table 'T44' is unknown (did you mean 'T4'?)");
  has("3:5: domain 'relation' is unknown");
  has("3:14: year '2017' is unknown");
  has("3:19: sample 'residnt' is unknown (did you mean 'resident'?)");
  has("3:27: measure 'rat' is unknown (did you mean 'rate'?)");
  has("3:31: variable 'gendr' is unknown (did you mean 'gender'?)");
  has("4:43: category 'mem' is not one of gender (did you mean 'men'?), expected men or women");
  has("4:47: value 'ten' is not a number");
  has("4:51: n -1 is not a whole number of respondents");
  has("4:56: line 0 is not a line number");
  has("5:48: value 112.9 is out of range for a rate, expected 0..100");
  has("5:54: n 2134.5 is not a whole number of respondents");
  has("5:63: line 749.5 is not a line number");
  has("6:65: value 0 is out of range for a odds_ratio, expected more than 0");
  has("6:71: ci_low 1.725 is not below ci_high 0.849");
  has("7:1: table to category (T4,relationship,2016,resident,rate,gender,men) stand on line 2 too");
  has("8:1: has 7 fields, expected 13 as in the header");
  has("9:70: ci_low and ci_high need each other");
  has("10:64: ci_low and ci_high go with an odds_ratio only");
  has("11:59: category 'gp' has 1 parts, expected 2 as in 'support_type:education'");
  has("12:59: category 'hihger' is not one of education (did you mean 'higher'?)");
  has("12:69: value 'nan' is not a number");
  has("13:45: value 65.1 is not a whole number");
  has("14:43: category 'total' is not one of gender");
  has("14:49: value -0.1 is out of range for a rate");
  has("14:55: ci_low 'x' is not a number");
  EXPECT_THAT(text, testing::Not(HasSubstr("FILE:2:")));
}

TEST_F(TargetFiles, RefuseAnotherHeader) {
  EXPECT_THAT(problems(write("table,domain,jaar,sample\n" + good)),
              HasSubstr("FILE:1:14: the header has 'jaar', expected 'year'"));
  EXPECT_THAT(problems(write(head.substr(0, head.find(",note")) + "\n")),
              HasSubstr("FILE:1:80: the header has nothing, expected 'note'"));
  EXPECT_THAT(problems(write(head.substr(0, head.size() - 1) + ",more\n")),
              HasSubstr("the header has 'more', expected nothing"));
}

TEST_F(TargetFiles, ComeFromASpreadsheetAndWithItsSemicolonsNot) {
  EXPECT_EQ(load_targets(write("\xEF\xBB\xBF" + head + good)).size(), 1U);  // its "CSV UTF-8"
  std::string text = head + good;
  std::ranges::replace(text, ',', ';');
  EXPECT_EQ(problems(write(text)).find("FILE:1:6: the columns are separated by semicolons (';')"), 0U);
}

TEST_F(TargetFiles, TellIntervalsThatCannotBe) {
  const std::string key = "T5,relationship,2016,resident,odds_ratio,partner_support,";
  const std::string text =
      problems(write(head + key + "fairly,1.1,806,1.1,1.1,985,\n" +      // line 2
                     key + "a_little,0.5,260,0,1.3,986,\n" +             // 3
                     key + "not_at_all,2.5,39,0.8,1.9,987,change *\n" +  // 4
                     "T6,relationship,2021,resident,odds_ratio,network_support,fairly,0.7,9,-1,1.5,1,\n"));
  const auto has = [&](const std::string& problem) {
    EXPECT_THAT("\n" + text, HasSubstr("\nFILE:" + problem));
  };
  has("2:73: ci_low 1.1 is not below ci_high 1.1");
  has("3:75: ci_low 0 is out of range for a limit of an odds_ratio, expected more than 0");
  has("4:69: value 2.5 is outside its interval 0.8..1.9");
  has("5:71: ci_low -1 is out of range for a limit of an odds_ratio");
  EXPECT_THAT(text, HasSubstr("expected a note like 'suspected misprint: the lower limit is wrong'"));

  // as far as the printed digits tell, and not where a limit is told to be misprinted
  EXPECT_EQ(load_targets(write(head + key + "fairly,0.849,806,0.85,1.7,985,\n" + key +
                               "a_little,1.755,260,0.85,1.75,986,\n" + key +
                               "not_at_all,2.5,39,0.8,1.9,987,suspected misprint: a limit is wrong\n"))
                .size(),
            3U);
  EXPECT_THAT(problems(write(head + key + "fairly,0.844,806,0.85,1.7,985,\n" + key +
                             "a_little,2.5,260,0.8,1.9,986,suspected misprint: n 260\n")),
              testing::AllOf(HasSubstr("FILE:2:65: value 0.844 is outside"),
                             HasSubstr("FILE:3:67: value 2.5 is outside")));
}

TEST_F(TargetFiles, RefuseWhatIsNoTable) {
  EXPECT_THAT(problems(folder_ / "none.csv"), HasSubstr("FILE: no such file"));
  EXPECT_THAT(problems(folder_), HasSubstr("FILE: is a directory"));
  EXPECT_THAT(problems(write("")), HasSubstr("FILE: is empty"));
  EXPECT_THAT(problems(write("\n\n")), HasSubstr("FILE: is empty"));
  EXPECT_THAT(problems(write(head)), HasSubstr("FILE:1:1: has no rows"));
  EXPECT_THAT(problems(write(head + "\"T4,relationship\n" + good)), HasSubstr("FILE:2:1: a quote"));
  EXPECT_EQ(problems(write(head + good)), "");
}

}  // namespace
}  // namespace uptake::target_tests
