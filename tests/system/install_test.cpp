// SPDX-License-Identifier: Apache-2.0
// Installed, the program finds its evidence by itself; uninstalled, nothing of it is left; the Debian package
// holds the same program.
#include "system/program.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

class InstallTest : public ProgramTest {
 protected:
  const std::string build_ = fs::path(UPTAKE_BINARY).parent_path().string();
  [[nodiscard]] Ended tool(const std::string& program, const std::vector<std::string>& arguments) const {
    return Call(arguments, folder_, false, program).wait();
  }
  /// Whether a program and its scenarios, unpacked below a folder, work without being told of any data.
  void expect_works(const fs::path& prefix) const {
    const std::string program = (prefix / "bin/uptake").string();
    const std::string campaign = (prefix / "share/uptake/scenarios/campaign.yaml").string();
    const Ended valid = tool(program, {"validate", campaign});
    EXPECT_EQ(valid.code, 0) << valid.out << valid.err;
    const Ended ran = tool(program, {"run", campaign, "--families", "300", "--draws", "2", "--until",
                                     "2012-01", "--out", path("results")});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_TRUE(fs::exists(folder_ / "results/report.html"));
  }
  /// All files below a folder, by their names from there.
  [[nodiscard]] static std::vector<std::string> below(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      names.push_back(fs::relative(entry.path(), folder).string());
    return names;
  }
};

TEST_F(InstallTest, ItWorksAndGoesAgain) {
  const Ended installed = tool("/usr/bin/cmake", {"--install", build_, "--prefix", path("place")});
  ASSERT_EQ(installed.code, 0) << installed.err;
  expect_works(folder_ / "place");
  std::ofstream(folder_ / "place/bin/mine") << "not of uptake";
  const Ended gone = tool("/usr/bin/cmake", {"--build", build_, "--target", "uninstall"});
  EXPECT_EQ(gone.code, 0) << gone.out << gone.err;
  EXPECT_TRUE(fs::exists(folder_ / "place/bin/mine"));
  for (const std::string& name : below(folder_ / "place"))
    EXPECT_THAT(name, testing::Not(HasSubstr("uptake"))) << "left behind";
  const Ended again = tool("/usr/bin/cmake", {"--build", build_, "--target", "uninstall"});
  EXPECT_NE(again.code, 0);
  EXPECT_THAT(again.out + again.err, HasSubstr("nothing to uninstall"));
}

TEST_F(InstallTest, TheDebianPackageHoldsAWorkingProgram) {
  const Ended packed =
      tool("/usr/bin/cpack", {"-G", "DEB", "--config", build_ + "/CPackConfig.cmake", "-B", path("package")});
  ASSERT_EQ(packed.code, 0) << packed.out << packed.err;
  std::vector<fs::path> packages;
  for (const auto& entry : fs::directory_iterator(folder_ / "package")) {
    if (entry.path().extension() == ".deb") packages.push_back(entry.path());
  }
  ASSERT_EQ(packages.size(), 1U);
  EXPECT_THAT(packages[0].filename().string(), HasSubstr(std::string("uptake_") + UPTAKE_VERSION));
  const Ended about = tool("/usr/bin/dpkg-deb", {"--field", packages[0].string(), "Depends"});
  EXPECT_THAT(about.out, HasSubstr("libyaml-cpp")) << "what it links to must come with it";
  ASSERT_EQ(tool("/usr/bin/dpkg-deb", {"-x", packages[0].string(), path("root")}).code, 0);
  expect_works(folder_ / "root/usr");
}

}  // namespace
}  // namespace uptake
