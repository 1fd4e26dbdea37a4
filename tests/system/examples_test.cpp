// SPDX-License-Identifier: Apache-2.0
// The examples in Python and R (docs/examples) open a results folder without glue and give the figure of the
// brief.
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/base/csv.hpp"
#include "system/program.hpp"
#include "unit/analysis/report_page.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ExamplesTest : public ProgramTest {
 protected:
  [[nodiscard]] Ended tool(const std::string& program, const std::vector<std::string>& arguments) const {
    return Call(arguments, folder_, false, program).wait();
  }
  /// Difference, low and high by scenario and domain, as an example printed them.
  [[nodiscard]] std::map<std::string, std::vector<double>> printed(const std::string& csv) const {
    write("printed.csv", csv);
    Problems problems;
    const CsvTable table = read_csv(folder_ / "printed.csv", problems);
    std::map<std::string, std::vector<double>> all;
    for (const auto& row : table.rows) {
      std::vector<double>& numbers = all[row[table.column("scenario")] + " " + row[table.column("domain")]];
      for (const char* column : {"difference", "low", "high"})
        numbers.push_back(std::stod(row[table.column(column)]));
    }
    return all;
  }
};

TEST_F(ExamplesTest, InPythonAndInRGiveTheBriefsFigure) {
  ASSERT_EQ(call(comparison("out")).code, 0);
  const std::string docs = UPTAKE_SOURCE_DIR "/docs/examples/";
  const Ended python =
      tool("/usr/bin/python3", {docs + "python/contact_by_policy.py", path("out"), path("python.svg")});
  ASSERT_EQ(python.code, 0) << python.err;
  const Ended r = tool("/usr/bin/Rscript", {docs + "r/contact_by_policy.R", path("out"), path("r.pdf")});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(bytes_of(folder_ / "python.svg"), HasSubstr("<svg"));
  EXPECT_THAT(bytes_of(folder_ / "r.pdf"), testing::StartsWith("%PDF"));

  const auto in_python = printed(python.out), in_r = printed(r.out);
  const json page = embedded(bytes_of(folder_ / "out/report.html"));
  std::size_t n = 0;
  for (const json& row : page.at("effects")) {
    if (row.at("measure") != "contact" || row.at("variable") != "total" ||
        row.at("year") != page.at("last_year"))
      continue;
    ++n;
    const std::string key = row.at("scenario").get<std::string>() + " " + row.at("domain").get<std::string>();
    ASSERT_TRUE(in_python.contains(key) && in_r.contains(key)) << key << "\n" << python.out << r.out;
    const std::array names{"difference", "low", "high"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const double wanted = 100 * row.at(names[i]).get<double>();
      // the tables have ten digits, of percent
      EXPECT_NEAR(in_python.at(key)[i], wanted, 1e-8 * (1 + std::abs(wanted))) << key;
      EXPECT_NEAR(in_r.at(key)[i], wanted, 1e-8 * (1 + std::abs(wanted))) << key;
    }
  }
  EXPECT_EQ(n, in_python.size());
  EXPECT_EQ(n, in_r.size());
  EXPECT_GE(n, 2U);
}

TEST_F(ExamplesTest, SayHowTheyAreCalled) {
  const std::string docs = UPTAKE_SOURCE_DIR "/docs/examples/";
  const Ended python = tool("/usr/bin/python3", {docs + "python/contact_by_policy.py"});
  EXPECT_EQ(python.code, 1);
  EXPECT_THAT(python.err, HasSubstr("contact_by_policy.py FOLDER"));
  const Ended r = tool("/usr/bin/Rscript", {docs + "r/contact_by_policy.R"});
  EXPECT_EQ(r.code, 2);
  EXPECT_THAT(r.err, HasSubstr("contact_by_policy.R FOLDER"));
}

}  // namespace
}  // namespace uptake
