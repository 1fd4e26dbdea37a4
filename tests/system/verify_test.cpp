// SPDX-License-Identifier: Apache-2.0
// Folders of results from the outside: do they open elsewhere, and does `uptake verify` find what was
// changed?
#include <nlohmann/json.hpp>

#include "sim/store/sqlite.hpp"
#include "system/program.hpp"

namespace uptake {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class VerifyTest : public ProgramTest {
 protected:
  [[nodiscard]] Ended python(const std::string& script, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{UPTAKE_SOURCE_DIR "/tests/system/" + script};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Call(arguments, folder_, false, "/usr/bin/python3").wait();
  }
  /// Looked at by pandas, jsonschema and SQLite.
  void expect_opens_elsewhere(const std::string& out) const {
    const Ended ended = python("folder_check.py", {path(out)});
    EXPECT_EQ(ended.code, 0) << out << ":\n" << ended.out << ended.err;
  }
  [[nodiscard]] Ended verify(const std::string& out, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"verify", path(out)});
    return call(more);
  }
  [[nodiscard]] nlohmann::json json_of(const std::string& file) const {
    return nlohmann::json::parse(bytes_of(folder_ / file));
  }
};

TEST_F(VerifyTest, AComparisonOpensElsewhereAndComesOutAgain) {
  // a parameter of its own, at its usual value: no draw of the posterior may move it, also when lived again
  write("own.yaml",
        "extends: short.yaml\ntitle: {en: own, nl: eigen}\nparameters: {need.persistence: 0.9655}\nlevers:\n "
        " push: {lever: "
        "norm, domain: both, shift: 1 (0.5 to 1.5), from: 2019-01, source: x}\n");
  std::vector<std::string> command = comparison("out", {"--no-stories"});
  command.insert(command.begin() + 3, path("own.yaml"));
  const Ended ended = call(command);
  ASSERT_EQ(ended.code, 0) << ended.err;
  expect_opens_elsewhere("out");
  // one fingerprint everywhere
  const auto manifest = json_of("out/manifest.json");
  const std::string fingerprint = manifest.at("fingerprint").get<std::string>().substr(0, 16);
  EXPECT_THAT(ended.out, HasSubstr("To cite: Uptake " UPTAKE_VERSION ", fingerprint " + fingerprint));
  EXPECT_EQ(manifest.at("cite"), "Uptake " UPTAKE_VERSION ", fingerprint " + fingerprint);
  EXPECT_EQ(json_of("out/datapackage.json").at("id"), manifest.at("fingerprint"));
  EXPECT_THAT(bytes_of(folder_ / "out/report.html"), HasSubstr(fingerprint));

  // from what the folder holds alone: the scenarios' files are gone, and the folder stands elsewhere
  fs::remove(folder_ / "own.yaml");
  fs::rename(folder_ / "out", folder_ / "moved");
  const Ended good = verify("moved", {"--runs", "12"});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_THAT(good.out, AllOf(HasSubstr("files are as they were written"),
                              HasSubstr("(own, draw 3, replicate 0): the same"),
                              HasSubstr("12 of 12 runs that were computed again left the same bytes")));
}

TEST_F(VerifyTest, NamesWhatWasChangedTakenAwayOrAdded) {
  ASSERT_EQ(call(comparison("out", {"--no-stories"})).code, 0);
  write("out/effects.csv", bytes_of(folder_ / "out/effects.csv") + "\n");
  fs::remove(folder_ / "out/report.html");
  write("out/notes.txt", "mine");
  const Ended files = verify("out", {"--runs", "0"});
  EXPECT_EQ(files.code, 3);
  EXPECT_THAT(files.out, AllOf(HasSubstr("effects.csv: CHANGED"), HasSubstr("report.html: MISSING"),
                               HasSubstr("notes.txt: EXTRA"), Not(HasSubstr("measures.csv"))));
  EXPECT_THAT(files.out, Not(HasSubstr("computed again")));

  // `report` makes them again, byte for byte
  fs::remove(folder_ / "out/notes.txt");
  ASSERT_EQ(call({"report", path("out")}).code, 0);
  EXPECT_EQ(verify("out", {"--runs", "0"}).code, 0);

  // a run that no longer fits its fingerprint is refused by whoever reads it
  Database(folder_ / "out/results.sqlite", Database::Mode::write)
      .execute("UPDATE runs SET fingerprint=replace(fingerprint, '0', '1') WHERE run_id=5");
  for (const Ended& told : {call({"report", path("out")}), verify("out", {"--runs", "8"})}) {
    EXPECT_NE(told.code, 0) << told.out;
    EXPECT_THAT(told.err, HasSubstr("is damaged (run 5 no longer fits its fingerprint)"));
  }
}

TEST_F(VerifyTest, AScenariosNameIsNoWayOutOfTheFolder) {
  ASSERT_EQ(call(comparison("out", {"--no-stories"})).code, 0);
  fs::create_directories(folder_ / "elsewhere");
  const std::string whole = bytes_of(folder_ / "out/results.sqlite");
  for (const std::string& name : {path("elsewhere/x"), std::string("../x"), std::string("a/b"),
                                  std::string(".."), std::string("."), std::string("x/"), std::string()}) {
    write("out/results.sqlite", whole);
    Database(folder_ / "out/results.sqlite", Database::Mode::write)
        .execute("UPDATE scenarios SET name='" + name +
                 "' WHERE scenario=1; DELETE FROM meta WHERE key='design_sha256'");
    for (const Ended& told : {verify("out", {"--runs", "1"}), call({"report", path("out")})}) {
      EXPECT_EQ(told.code, 2) << told.out;
      EXPECT_THAT(told.err, AllOf(HasSubstr("out/results.sqlite"),
                                  HasSubstr("a scenario is named '" + name + "', which is no file's name")));
    }
  }
  EXPECT_TRUE(files("elsewhere").empty());
}

TEST_F(VerifyTest, RefusesWhatIsNoFolderOfFinishedResults) {
  const auto expect_refused = [&](const std::string& out, const std::string& why) {
    const Ended ended = verify(out);
    EXPECT_EQ(ended.code, 2) << ended.out;
    EXPECT_THAT(ended.err, HasSubstr(why));
  };
  expect_refused("nowhere", "expected a folder of results");
  expect_refused("short.yaml", "expected a folder of results");
  fs::create_directories(folder_ / "empty");
  expect_refused("empty", "ro-crate-metadata.json: is not there");
  write("empty/ro-crate-metadata.json", "{");
  expect_refused("empty", "is damaged");
  write("empty/ro-crate-metadata.json", R"({"@graph": [{"@id": "../a", "@type": "File"}]})");
  expect_refused("empty", "which is not in the folder");
  write("empty/ro-crate-metadata.json", R"({"@graph": [{"@id": "a", "@type": "File"}]})");
  expect_refused("empty", "lacks what this program writes");
  EXPECT_EQ(call({"verify"}).code, 2);
  EXPECT_EQ(verify("empty", {"--runs", "-1"}).code, 2);

  // other data: nothing is lived again
  ASSERT_EQ(
      call({"run", path("short.yaml"), "--families", "300", "--posterior", "none", "--out", path("out")})
          .code,
      0);
  fs::copy(UPTAKE_SOURCE_DIR "/scenarios/data", folder_ / "data", fs::copy_options::recursive);
  std::ofstream(folder_ / "data/network.yaml", std::ios::app) << "# another\n";
  const Ended other = verify("out", {"--data", path("data")});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("the evidence is not as the results were made with"));
  EXPECT_EQ(verify("out", {"--data", path("data"), "--runs", "0"}).code, 0);
}

TEST_F(VerifyTest, SensitivityAndFitDoSoToo) {
  write("more.yaml",
        "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  push: {lever: norm, domain: both, "
        "shift: 1 (0.5 "
        "to 1.5), from: 2019-01, source: x}\n");
  const auto sensitivity = [&](const std::string& out, const std::string& threads) {
    return call({"sensitivity", path("short.yaml"), path("more.yaml"), "--points", "4", "--input", "levers",
                 "--input", "parameters.reach.travel", "--measure", "contact", "--measure", "journeys:afford",
                 "--families", "300", "--threads", threads, "--out", path(out)});
  };
  const Ended ended = sensitivity("out", "2");
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("To cite: Uptake " UPTAKE_VERSION ", fingerprint "));
  expect_opens_elsewhere("out");
  const Ended good = verify("out", {"--runs", "4", "--threads", "1"});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("4 of 4 runs"));
  // the same bytes, database and crate too; but for the lock, in which its process stands
  ASSERT_EQ(sensitivity("again", "1").code, 0);
  fs::remove(folder_ / "out/sensitivity.lock");
  for (const std::string& name : files("out"))
    EXPECT_TRUE(bytes_of(folder_ / "out" / name) == bytes_of(folder_ / "again" / name)) << name;
  std::string text = bytes_of(folder_ / "more.yaml");
  write("more.yaml", text.replace(text.find("2019-01"), 7, "2019-02"));
  const Ended moved = verify("out");
  EXPECT_EQ(moved.code, 2);
  EXPECT_THAT(moved.err, HasSubstr("no longer those of the results"));

  const Ended fit = call({"fit", "--families", "500", "--draws", "2", "--populations", "1", "--scenario",
                          path("short.yaml"), "--out", path("fit")});
  ASSERT_EQ(fit.code, 0) << fit.err;
  EXPECT_THAT(fit.out, HasSubstr("To cite: Uptake"));
  expect_opens_elsewhere("fit");
  const Ended no_runs = verify("fit");
  EXPECT_EQ(no_runs.code, 0) << no_runs.err;
  EXPECT_THAT(no_runs.out, AllOf(HasSubstr("No runs are kept here. `uptake fit"), HasSubstr("5 of 5 files")));
}

TEST_F(VerifyTest, ASweepsTablesDoSoToo) {
  write("more.yaml",
        "extends: short.yaml\ntitle: {en: more, nl: meer}\nlevers:\n  push: {lever: norm, domain: both, "
        "shift: 1, from: "
        "2019-01, source: x}\n");
  write("small.yaml",
        "title: {en: small, nl: klein}\nscenarios: [short.yaml, more.yaml]\nfamilies: 300\ndraws: "
        "2\nreplicates: 1\n"
        "populations: 2\npoints:\n  design: grid\n  vary:\n    levers.push.shift: {values: [0.5, "
        "1.5]}\nkeep:\n  "
        "measures: [contact, journeys]\n  years: [2021]\n");
  ASSERT_EQ(call({"sweep", "plan", path("small.yaml"), "--out", path("plan")}).code, 0);
  ASSERT_EQ(call({"sweep", "run", path("plan"), "--threads", "2"}).code, 0);
  ASSERT_EQ(call({"sweep", "merge", path("plan")}).code, 0);
  for (const bool packed : {false, true}) {
    const std::string out = packed ? "packed" : "tables";
    std::vector<std::string> command{"sweep", "export", path("plan"), "--out", path(out)};
    if (packed) command.emplace_back("--zstd");
    const Ended ended = call(command);
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("To cite: Uptake"));
    expect_opens_elsewhere(out);
    const Ended good = verify(out);
    EXPECT_EQ(good.code, 0) << good.out << good.err;
    EXPECT_THAT(good.out, HasSubstr("`uptake sweep verify`"));
  }
  const Ended plan = verify("plan");
  EXPECT_EQ(plan.code, 2);
  EXPECT_THAT(plan.err, HasSubstr("`uptake sweep verify "));
  // the merged database has words as well
  const Database merged(folder_ / "plan/merged.sqlite", Database::Mode::read);
  Statement ask(
      merged,
      "SELECT count(*), max(measure_nl), max(category_en) FROM readable_figures WHERE scenario='more' AND "
      "point=1 AND measure='journeys' AND category='afford'");
  ASSERT_TRUE(ask.step());
  EXPECT_EQ(ask.integer(0), 4);  // two draws, two domains
  EXPECT_EQ(ask.text(1), "zoektochten die hier stopten");
  EXPECT_EQ(ask.text(2), "too expensive");
}

TEST_F(VerifyTest, TheNetworkOpensInOtherProgramsAndIsNotTooLarge) {
  const auto network = [&](const std::string& out, std::vector<std::string> more) {
    more.insert(more.begin(), {"network", path("short.yaml"), "--out", path(out)});
    return call(more);
  };
  const Ended ended = network("out", {"--families", "300", "--month", "2021-04"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("2021-04: "), HasSubstr(" parents, "), HasSubstr("Referrals: 97 between 35")));
  expect_opens_elsewhere("out");
  const Ended graphs = python("graph_check.py", {path("out")});
  EXPECT_EQ(graphs.code, 0) << graphs.out << graphs.err;
  EXPECT_THAT(graphs.out,
              AllOf(HasSubstr("undirected"), HasSubstr("referrals.graphml: 35 nodes, 97 edges, directed")));
  EXPECT_EQ(verify("out").code, 0);
  // the size that was told is about that of the files
  double bytes = 0, told = 0;
  for (const char* name : {"network.graphml", "network-parents.csv", "network-ties.csv"})
    bytes += static_cast<double>(fs::file_size(folder_ / "out" / name));
  told = std::stod(ended.out.substr(ended.out.find("ties, ") + 6)) * 1e6;
  EXPECT_NEAR(bytes / told, 1, 0.35);

  EXPECT_EQ(network("out", {"--families", "300"}).code, 2);  // holds files
  EXPECT_EQ(network("out", {"--families", "300", "--force"}).code, 0);
  const Ended large = network("large", {"--families", "2000000"});
  EXPECT_EQ(large.code, 2);
  EXPECT_THAT(large.err, AllOf(HasSubstr("the network would become about 4000000 parents"),
                               HasSubstr("--most-megabytes")));
  EXPECT_FALSE(fs::exists(folder_ / "large"));
  EXPECT_EQ(network("month", {"--month", "2040-01"}).code, 2);
  const Ended referrals = network("referrals", {"--referrals-only", "--families", "2000000"});
  EXPECT_EQ(referrals.code, 0) << referrals.err;
  EXPECT_FALSE(fs::exists(folder_ / "referrals/network.graphml"));
  EXPECT_EQ(python("graph_check.py", {path("referrals")}).code, 0);
}

TEST_F(VerifyTest, PubliccodeKeepsTheStandardAndAgreesWithTheCitation) {
  const Ended good =
      python("publiccode_check.py", {UPTAKE_SOURCE_DIR "/publiccode.yml", UPTAKE_SOURCE_DIR "/CITATION.cff"});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  std::string text = bytes_of(UPTAKE_SOURCE_DIR "/publiccode.yml");
  text.replace(text.find("beta"), 4, "fine");
  write("publiccode.yml", text);
  EXPECT_EQ(python("publiccode_check.py", {path("publiccode.yml"), UPTAKE_SOURCE_DIR "/CITATION.cff"}).code,
            1);
}

}  // namespace
}  // namespace uptake
