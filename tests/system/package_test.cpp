// SPDX-License-Identifier: Apache-2.0
// find_package(uptake): the example of docs/examples/cpp, with a gate and a lever of its own, is built on an
// installed copy and run.
#include <algorithm>
#include <cstdio>

#include "system/program.hpp"

namespace uptake {
namespace {

using testing::HasSubstr;

class PackageTest : public ProgramTest {
 protected:
  const std::string build_ = fs::path(UPTAKE_BINARY).parent_path().string();
  [[nodiscard]] Ended tool(const std::string& program, const std::vector<std::string>& arguments) const {
    return Call(arguments, folder_, false, program).wait();
  }
  /// The figure behind a name in what the example printed.
  [[nodiscard]] static double figure(const std::string& out, const std::string& name) {
    const std::size_t at = out.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(out.substr(at + 1 + name.size()));
  }
};

TEST_F(PackageTest, AProgramWithAGateAndALeverOfItsOwnIsBuiltOnAnInstalledCopy) {
  const fs::path place = folder_ / "place";
  // by component, each with a list of files of its own: the list of all is that of InstallTest, beside it
  // maybe
  for (const char* component : {"Unspecified", "development"})
    ASSERT_EQ(
        tool("/usr/bin/cmake", {"--install", build_, "--prefix", place.string(), "--component", component})
            .code,
        0);
  const fs::path example = place / "share/doc/uptake/docs/examples/cpp";
  const std::string source = bytes_of(example / "own_gate.cpp");
  EXPECT_GT(source.size(), 0U);
  EXPECT_LT(std::count(source.begin(), source.end(), '\n'), 60);

  const Ended configured =
      tool("/usr/bin/cmake", {"-S", example.string(), "-B", path("own"), "-G", "Ninja",
                              "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_PREFIX_PATH=" + place.string()});
  ASSERT_EQ(configured.code, 0) << configured.out << configured.err;
  const Ended built = tool("/usr/bin/cmake", {"--build", path("own")});
  ASSERT_EQ(built.code, 0) << built.out << built.err;
  const fs::path scenarios = place / "share/uptake/scenarios";
  const Ended ran = tool(path("own/own_gate"), {(scenarios / "regions/fableland/data").string(),
                                                (scenarios / "regions/fableland/baseline.yaml").string()});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const std::string out = "\n" + ran.out;
  const double without = figure(out, "as it is"), gate = figure(out, "gate"),
               both = figure(out, "gate and lever");
  EXPECT_GT(gate, 0);
  EXPECT_LT(gate, without) << ran.out;  // six in ten occasions less
  EXPECT_GT(both, gate) << ran.out;

  const Ended wrong = tool(path("own/own_gate"), {path("nowhere"), path("none.yaml")});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("is not a folder"));
}

}  // namespace
}  // namespace uptake
