// SPDX-License-Identifier: Apache-2.0
// Another region than Flanders: the invented one that ships is calibrated and reported by a program that
// stands where no Flemish data are, and whoever gets its files wrong is told all of it at once.
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/experiment/data_folder.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"
#include "sim/store/crate.hpp"
#include "system/program.hpp"
#include "unit/analysis/report_page.hpp"

namespace uptake {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const fs::path fableland = fs::path(UPTAKE_SOURCE_DIR) / "scenarios/regions/fableland";

/// What no result of another region may say. Codes are in small letters and may.
constexpr std::array<std::string_view, 15> flemish_words{
    "Flanders",       "Flemish",           "Vlaam",  "Vlaander",   "Belg", "Dutch", "Nederlands",
    "Kind en Gezin",  "Huis van het Kind", "Huizen", "Gezinsenqu", "S0:",  "S4:",   "services-in-flanders",
    "docs/validation"};

/// The program's own title, which names its home and stands where a folder says what made it.
std::string own_title() {
  const std::string citation = bytes_of(fs::path(UPTAKE_SOURCE_DIR) / "CITATION.cff");
  const std::size_t begin = citation.find("title: \"") + 8;
  return citation.substr(begin, citation.find('"', begin) - begin);
}

void expect_no_flemish_word(std::string text, const std::string& where) {
  for (const std::string& own : {own_title(), std::string(", Dutch")}) {  // and the language of a column
    for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
      text.erase(at, own.size());
  }
  for (const std::string_view word : flemish_words) {
    const std::size_t at = text.find(word);
    EXPECT_EQ(at, std::string::npos) << where << ": ..." << text.substr(at < 80 ? 0 : at - 80, 200);
  }
}

/// Every figure of a YAML file by its path ("kin.ties.value"). Not the years at which a curve in time has its
/// points: both are told over the same stretch of time. Not 0 and 1 either: nothing, all, or the group that
/// others are told against.
std::map<std::string, double> figures_in(const fs::path& file) {
  Problems problems;
  std::map<std::string, double> found;
  const std::function<void(const yaml::Node&, const std::string&)> gather = [&](const yaml::Node& node,
                                                                                const std::string& path) {
    if (path.ends_with(".years")) return;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const std::string key = node.kind == yaml::Kind::map ? node.keys[i] : std::to_string(i);
      gather(node.children[i], path + "." + key);
    }
    const auto number = node.kind == yaml::Kind::scalar ? parse_number(node.text) : std::nullopt;
    if (number && *number != 0 && *number != 1) found[path] = *number;
  };
  gather(yaml::parse_file(file, problems), "");
  EXPECT_TRUE(problems.empty()) << file;
  return found;
}

class RegionTest : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    fs::create_directories(folder_ / "elsewhere/bin");
    fs::copy(UPTAKE_BINARY, folder_ / "elsewhere/bin/uptake");
    fs::copy(fableland, folder_ / "region", fs::copy_options::recursive);
  }
  /// The program where it can find no data but those that it is given.
  [[nodiscard]] Ended alone(std::vector<std::string> arguments, bool with_region = true) const {
    if (with_region) arguments.insert(arguments.end(), {"--data", path("region/data")});
    return Call(std::move(arguments), folder_, false, path("elsewhere/bin/uptake")).wait();
  }
  /// Changes a text of a region's file; it must be there.
  void change(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = bytes_of(folder_ / "region" / file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << " does not have " << from;
    write("region/" + file, text.replace(at, from.size(), to));
  }
  /// Puts another value into a row of the survey, or an empty one out of it.
  void change_row(const std::string& key, const std::string& value) const {
    const std::string text = bytes_of(folder_ / "region/data/survey/targets.csv");
    const std::size_t at = text.find("\n" + key + ",");
    ASSERT_NE(at, std::string::npos) << key;
    const std::size_t begin = at + key.size() + 2, end = text.find(',', begin),
                      line = text.find('\n', at + 1);
    write("region/data/survey/targets.csv", value.empty() ? text.substr(0, at) + text.substr(line)
                                                          : text.substr(0, begin) + value + text.substr(end));
  }
  /// What a command says that must refuse the region's files and write nothing.
  [[nodiscard]] std::string refused(const std::vector<std::string>& command) const {
    std::vector<std::string> all = command;
    all.insert(all.end(), {"--out", path("none")});
    const Ended ended = alone(all);
    EXPECT_EQ(ended.code, 2) << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_FALSE(fs::exists(folder_ / "none"));
    return ended.err;
  }
  [[nodiscard]] std::string refused() const {
    return refused({"calibrate", path("region/calibration.yaml")});
  }
  /// Every text below a key `source` in a document.
  static void gather_sources(const json& document, std::set<std::string>& sources) {
    if (document.is_array()) {
      for (const json& one : document) gather_sources(one, sources);
    } else if (document.is_object()) {
      for (const auto& [key, value] : document.items()) {
        if (key == "source" && value.is_string()) sources.insert(value.get<std::string>());
        gather_sources(value, sources);
      }
    }
  }
};

TEST_F(RegionTest, IsCalibratedAndReportedWithItsOwnFiguresAlone) {
  const std::string baseline = path("region/baseline.yaml"), campaign = path("region/campaign.yaml");
  const Ended nothing = alone({"validate", baseline}, false);
  ASSERT_EQ(nothing.code, 2) << "the program found data that it was not given";
  EXPECT_THAT(nothing.err, HasSubstr("no data"));

  write("region/small.yaml",
        "title: {en: small, nl: klein}\nscenario: baseline.yaml\nwaves: [2016, 2021]\ntargets: [T4, T10]\n"
        "parameters: [occasion.parenting, occasion.relationship, memory.parenting_years]\n"
        "budget: {families: 500, populations: 1, points: [64, 64], surveys: 50, survey_families: 1000, "
        "steps: 1600, draws: 200}\n");
  const Ended calibrated =
      alone({"calibrate", path("region/small.yaml"), "--out", path("calibrated"), "--quiet"});
  ASSERT_EQ(calibrated.code, 0) << calibrated.err;
  const std::string posterior = path("calibrated/posterior.csv");
  const Ended compared = alone({"compare", baseline, campaign, "--posterior", posterior, "--families", "500",
                                "--draws", "2", "--populations", "1", "--out", path("compared"), "--quiet"});
  ASSERT_EQ(compared.code, 0) << compared.err;
  const Ended fitted = alone({"fit", "--scenario", baseline, "--posterior", posterior, "--families", "500",
                              "--draws", "2", "--populations", "1", "--out", path("fitted"), "--quiet"});
  ASSERT_EQ(fitted.code, 0) << fitted.err;

  for (const char* folder : {"calibrated", "compared", "fitted"})
    EXPECT_THAT(check_crate(folder_ / folder).says.command, HasSubstr(" --data " + path("region/data")));

  // every published number is the region's own
  Problems problems;
  std::set<std::vector<std::string>> own;
  const auto key_of = [](const CsvTable& table, const std::vector<std::string>& row, const char* value) {
    std::vector<std::string> key;
    for (const char* column : {"table", "domain", "year", "sample", "measure", "variable", "category", value})
      key.push_back(row[table.column(column)]);
    key.back() = std::to_string(std::stod(key.back()));
    return key;
  };
  const CsvTable targets = read_csv(folder_ / "region/data/survey/targets.csv", problems);
  for (const auto& row : targets.rows) own.insert(key_of(targets, row, "value"));
  for (const char* file : {"compared/fit.csv", "fitted/fit.csv"}) {
    const CsvTable fit = read_csv(folder_ / file, problems);
    ASSERT_GT(fit.rows.size(), 100U) << file;
    for (const auto& row : fit.rows)
      EXPECT_TRUE(own.contains(key_of(fit, row, "published"))) << file << " " << testing::PrintToString(row);
  }
  ASSERT_TRUE(problems.empty());

  // so is every source, and no file speaks of Flanders
  for (const char* folder : {"calibrated", "compared", "fitted"}) {
    for (const std::string& name : files(folder)) {
      const fs::path file = folder_ / folder / name;
      if (file.extension() == ".csv" || file.extension() == ".json") {
        expect_no_flemish_word(bytes_of(file), std::string(folder) + "/" + name);
      } else if (file.extension() == ".html") {
        const json data = embedded(bytes_of(file));
        json without_words = data;
        without_words["region"].erase("words");  // the page's own dictionary
        expect_no_flemish_word(without_words.dump(), name);
        EXPECT_EQ(data.at("region").at("name_en"), "Fableland");
        EXPECT_THAT(data.at("command").get<std::string>(), HasSubstr(" --data "));
        std::set<std::string> sources;
        gather_sources(data, sources);
        for (const std::string& source : sources) {
          if (source.empty()) continue;  // of a cost that is none
          EXPECT_THAT(source, HasSubstr("invented")) << name;
        }
        ASSERT_TRUE(has_browser());
        for (const char* language : {"en", "nl"}) {
          const std::string page =
              built_by_browser(bytes_of(file), "region", std::string("lang=") + language);
          ASSERT_THAT(page, HasSubstr(language == std::string("en") ? "Fableland does not exist."
                                                                    : "Fabelland bestaat niet."));
          expect_no_flemish_word(page, name + " in " + language);
        }
      }
    }
  }
  const json manifest = json::parse(bytes_of(folder_ / "compared/manifest.json"));
  EXPECT_EQ(manifest.at("region").at("name"), "Fableland");
  EXPECT_THAT(manifest.at("region").at("source").get<std::string>(), HasSubstr("invented"));

  // the posterior is bound to these data
  change("data/services/referrals.yaml", "probability: {value: 0.04", "probability: {value: 0.05");
  EXPECT_THAT(refused({"run", baseline, "--posterior", posterior}), HasSubstr("other data"));
}

TEST_F(RegionTest, NoParameterOrServiceIsThatOfFlanders) {
  const Evidence flanders = load_data(fs::path(UPTAKE_SOURCE_DIR) / "scenarios/data").evidence;
  const Evidence region = load_data(fableland / "data").evidence;
  ASSERT_EQ(region.parameters.info.size(), flanders.parameters.info.size());
  for (std::size_t i = 0; i < region.parameters.info.size(); ++i) {
    const ParameterInfo &here = region.parameters.info[i], &there = flanders.parameters.info[i];
    EXPECT_THAT(here.source, HasSubstr("invented")) << here.key;
    EXPECT_NE(here.value, there.value) << here.key;
  }
  for (const ServiceType& type : region.catalogue.types) {
    EXPECT_EQ(flanders.catalogue.find(type.code), no_service);
    EXPECT_THAT(type.source, HasSubstr("invented"));
  }
  EXPECT_NE(region.municipalities.list.size(), flanders.municipalities.list.size());
  for (const char* file : {"network.yaml", "population/hazards.yaml"}) {
    const auto here = figures_in(fableland / "data" / file),
               there = figures_in(fs::path(UPTAKE_SOURCE_DIR) / "scenarios/data" / file);
    EXPECT_GT(here.size(), 90U) << file;
    for (const auto& [path, value] : here) {
      const auto same = there.find(path);
      EXPECT_FALSE(same != there.end() && same->second == value) << file << path << ": " << value;
    }
  }
}

/// The report's own tables, of another survey: its n, its name, and no sentence that is of Flanders' survey.
TEST_F(RegionTest, ItsTablesSpeakOfItAlone) {
  const std::vector<std::string> small{"--posterior", "none",          "--families", "400",    "--draws",
                                       "1",           "--populations", "1",          "--quiet"};
  const auto tables = [&](std::vector<std::string> more) {
    more.insert(more.begin(), "tables");
    more.insert(more.end(), small.begin(), small.end());
    const Ended ended = alone(more);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  };
  for (const char* language : {"en", "nl"}) {
    const bool dutch = language == std::string("nl");
    const std::string everyone =
        tables({"--respondents", "everyone", "--wave", "2021", "--language", language});
    expect_no_flemish_word(everyone, language);
    EXPECT_THAT(everyone, HasSubstr(dutch ? "gezinnen in Fabelland" : "families in Fableland"));
    const std::string sampled = tables({"--language", language});
    expect_no_flemish_word(sampled, language);
    // it has rows of residents alone, and no Table 14
    for (const char* of_all : {"all parents", "alle ouders van 2021", "van alle ouders", "--wave all."})
      EXPECT_THAT(everyone + sampled, Not(HasSubstr(of_all)));
    EXPECT_THAT(sampled, HasSubstr((dutch ? "\nDezelfde cijfers: uptake tables --wave all "
                                          : "\nThe same numbers: uptake tables --wave all ")));
    EXPECT_THAT(sampled, HasSubstr(" --data " + path("region/data") + "\n"));
  }
  const json data = json::parse(tables({"--json", "--out", path("tabled")}));
  EXPECT_THAT(data.at("command").get<std::string>(), testing::EndsWith(" --data " + path("region/data")));
  EXPECT_EQ(check_crate(folder_ / "tabled").says.command, data.at("command"));
  EXPECT_EQ(check_crate(folder_ / "tabled").says.fingerprint, data.at("fingerprint"));
  for (const std::string& name : files("tabled"))
    expect_no_flemish_word(bytes_of(folder_ / "tabled" / name), name);
  std::map<int, double> residents;  // of the survey's own number
  for (const json& row : data.at("numbers")) {
    if (row.at("table") == "T8" && row.at("variable") == "total") {
      EXPECT_EQ(row.at("published_n"), row.at("simulated_n"));
      residents[row.at("year")] = row.at("simulated_n");
    }
  }
  EXPECT_EQ(residents, (std::map<int, double>{{2016, 1480}, {2021, 1620}}));

  // the same data elsewhere are the same study
  fs::rename(folder_ / "region", folder_ / "moved");
  std::vector<std::string> moved{"tables", "--json", "--data", path("moved/data")};
  moved.insert(moved.end(), small.begin(), small.end());
  const Ended ended = alone(moved, false);
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(json::parse(ended.out).at("fingerprint"), data.at("fingerprint"));
}

TEST_F(RegionTest, EveryFolderSaysWithWhichDataItIsMadeAgain) {
  const std::string baseline = path("region/baseline.yaml"), campaign = path("region/campaign.yaml");
  const std::vector<std::string> small{"--families", "200", "--posterior", "none", "--quiet"};
  const auto made = [&](std::vector<std::string> command, const std::string& name, bool runs = true) {
    if (runs) command.insert(command.end(), small.begin(), small.end());
    command.insert(command.end(), {"--out", path(name)});
    const Ended ended = alone(command);
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(check_crate(folder_ / name).says.command, testing::EndsWith(" --data " + path("region/data")))
        << name;
  };
  made({"run", baseline, "--until", "2022-01"}, "ran");
  made({"fit", "--scenario", baseline, "--draws", "1", "--populations", "1"}, "fitted");
  made({"network", baseline, "--families", "200"}, "network", false);
  made({"sensitivity", baseline, "--input", "parameters.occasion.parenting", "--points", "4", "--until",
        "2022-01"},
       "screened");
  made({"structures", baseline, campaign, "--replicates", "1"}, "structures");
  for (const char* file : {"screened/sensitivity.json", "structures/structures.json"}) {
    const std::string command = json::parse(bytes_of(folder_ / file)).at("command");
    EXPECT_EQ(command.find("--data"), command.rfind("--data")) << "twice: " << command;
  }
  const std::string page = embedded(bytes_of(folder_ / "fitted/fit.html")).at("command");
  EXPECT_THAT(page, testing::EndsWith(" --data " + path("region/data")));
  EXPECT_EQ(page.find("--data"), page.rfind("--data"));
}

TEST_F(RegionTest, EveryProblemOfItsFilesIsToldAtOnce) {
  change_row("T10,parenting,2021,resident,rate,gender,men", "142");
  change("data/survey/targets.csv", "rate,education,higher", "rate,education,college");
  change("data/population/margins.yaml", "share_2016: [0.46, 0.54]", "share_2016: [0.46, 0.64]");
  change("data/region.yaml", "  pupils:", "  pupil:");
  change("data/parameters/reach.yaml", "    unit: logit\n", "");
  fs::remove(folder_ / "region/data/network.yaml");
  fs::remove(folder_ / "region/data/services/municipalities.csv");
  for (const auto& err : {refused(), refused({"run", path("region/baseline.yaml"), "--posterior", "none"})}) {
    EXPECT_THAT(err,
                AllOf(HasSubstr("targets.csv:"), HasSubstr("142 is out of range for a rate, expected 0..100"),
                      HasSubstr("'college' is not one of education")));
    EXPECT_THAT(err, AllOf(HasSubstr("margins.yaml:"), HasSubstr("the shares add up to 1.1")));
    EXPECT_THAT(err,
                AllOf(HasSubstr("region.yaml:"), HasSubstr("'names' lacks 'pupils'"), HasSubstr("'pupil'")));
    EXPECT_THAT(err, AllOf(HasSubstr("reach.yaml:"), HasSubstr("'unit'")));
    EXPECT_THAT(err, AllOf(HasSubstr("network.yaml"), HasSubstr("municipalities.csv")));
  }
  const Ended looked = alone({"validate"});
  EXPECT_EQ(looked.code, 2);
  EXPECT_THAT(looked.err,
              AllOf(HasSubstr("targets.csv:"), HasSubstr("network.yaml"), HasSubstr("reach.yaml:")));
}

TEST_F(RegionTest, NumbersThatContradictEachOtherAreNamedWithHowFar) {
  change_row("T10,parenting,2021,resident,rate,total,total", "52");
  change_row("T4,relationship,2016,resident,rate,family_form,single_parent", "90");
  const std::string rates = refused();
  EXPECT_THAT(rates, AllOf(HasSubstr("targets.csv:"), HasSubstr("T10 parenting 2021: the rates by gender"),
                           HasSubstr("their total of 52 %"), HasSubstr("points off")));
  EXPECT_THAT(rates, AllOf(HasSubstr("T4 relationship 2016: the rates by family_form"),
                           HasSubstr("with the shares of family_form of margins.yaml (0.73, 0.155, 0.115)")));
  EXPECT_THAT(rates, AllOf(HasSubstr("the total of T8 parenting 2021"), HasSubstr("points apart")));

  fs::copy(fableland / "data/survey", folder_ / "region/data/survey",
           fs::copy_options::overwrite_existing | fs::copy_options::recursive);
  change("data/population/margins.yaml", "share_2016: 0.8, share_2021", "share_2016: 0.3, share_2021");
  change("data/population/margins.yaml", "share_2016: 0.03, share_2021: 0.032",
         "share_2016: 0.03, share_2021: 0.4");
  const std::string margins = refused();
  EXPECT_THAT(margins,
              AllOf(HasSubstr("margins.yaml:"),
                    HasSubstr("2016: gender women (0.54), of whom 0.3 have a partner"), HasSubstr("too much"),
                    HasSubstr("2021: living_apart (0.4) and family_form single_parent (0.155)")));
}

TEST_F(RegionTest, ASurveyThatLacksWhatTheModelAsksForIsTold) {
  change_row("T5,relationship,2021,resident,n,partner_support,fairly", "");
  change_row("T8,parenting,2016,resident,rate,total,total", "");
  EXPECT_THAT(refused(),
              AllOf(HasSubstr("lacks the n of T5,relationship,2021,resident,n,partner_support,fairly"),
                    HasSubstr("lacks the n of T8,parenting,2016,resident,rate,total,total")));
  write("region/data/survey/targets.csv",
        "\xEF\xBB\xBF" + bytes_of(folder_ / "region/data/survey/targets.csv"));
  EXPECT_THAT(refused(), Not(HasSubstr("the header has")));  // a spreadsheet's byte order mark
  change("data/survey/targets.csv", ",category,value,", ",category,worth,");
  EXPECT_THAT(refused(), HasSubstr("targets.csv:1:52: the header has 'worth', expected 'value'"));
}

TEST_F(RegionTest, WithoutAPosteriorItIsToldHowToGetOne) {
  EXPECT_THAT(refused({"run", path("region/baseline.yaml")}),
              AllOf(HasSubstr("--posterior both: no posterior ships with the data in"),
                    HasSubstr("uptake calibrate")));
}

TEST_F(RegionTest, ValidateLooksAtItsFolderAlone) {
  const Ended ended = alone({"validate"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("good (137 parameters, 16 services, 12 municipalities)"));
  const Ended neither = alone({"validate"}, false);
  EXPECT_EQ(neither.code, 2);
  EXPECT_THAT(neither.err, HasSubstr("expected scenario files, or --data DIR"));
}

TEST_F(RegionTest, ItsPopulationIsComparedWithNothingFlemish) {
  const Ended ended = alone({"population", path("region/baseline.yaml"), "--families", "1000"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  expect_no_flemish_word(ended.out, "population");
  EXPECT_THAT(ended.out, AllOf(HasSubstr("nothing to compare it with"), Not(HasSubstr("Table 7"))));
}

TEST_F(RegionTest, ItsWeightsAreKeptAnewWhereTheyAreMissingOrDamaged) {
  const fs::path kept = folder_ / "region/data/population/weights.csv";
  const std::string shipped = bytes_of(kept);
  const auto keep = [&](const char* how) {
    const Ended ended = alone({"population", "--keep-weights"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("weights.csv: " + std::string(how)));
    EXPECT_TRUE(bytes_of(kept) == shipped) << how;
  };
  keep("as it was");
  fs::remove(kept);
  keep("written");
  std::ofstream(kept, std::ios::binary) << shipped.substr(0, shipped.size() / 2);
  const Ended damaged = alone({"population", path("region/baseline.yaml")});
  EXPECT_EQ(damaged.code, 2);
  EXPECT_THAT(damaged.err, AllOf(HasSubstr("weights.csv: is damaged"), HasSubstr("--keep-weights --data ")));
  keep("written");
  EXPECT_EQ(alone({"population", path("region/baseline.yaml"), "--keep-weights"}).code, 2);
  const Ended nothing = alone({"population"});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_THAT(nothing.err, HasSubstr("SCENARIO is missing"));
}

}  // namespace
}  // namespace uptake
