// SPDX-License-Identifier: Apache-2.0
// The tables for those who read them: text in the report's layout, JSON, a tidy table.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/calibrate/observation.hpp"
#include "analysis/compare/cells.hpp"
#include "analysis/experiment/provenance.hpp"
#include "analysis/tables/layout.hpp"
#include "analysis/tables/said.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/files.hpp"
#include "sim/store/labels.hpp"
#include "sim/store/result_files.hpp"
#include "sim/store/store.hpp"

namespace uptake {
namespace {

constexpr std::size_t text_width = 140;

std::string_view respondents_code(Respondents r) { return r == Respondents::survey ? "survey" : "everyone"; }
std::string_view intervals_code(IntervalKind k) { return k == IntervalKind::wald ? "wald" : "profile"; }

/// What a survey's numbers are of, that its tables must say.
struct Printed {
  bool of_all_parents =
      false;  ///< rows of 2021 of the sample `all`, whose n then stands beside residents' rows
  bool compares_waves = false;  ///< Table 14
};
Printed printed_in(const std::vector<Target>& targets) {
  Printed printed;
  for (const Target& t : targets) {
    printed.of_all_parents = printed.of_all_parents || (t.year == 2021 && t.sample == "all");
    printed.compares_waves = printed.compares_waves || t.table == "T14";
  }
  return printed;
}

/// What one needs to know to read them. `whole`: no table was picked.
std::string legend(const ReportTables& all, const std::vector<Target>& targets, bool whole, bool nl) {
  const bool sampled = all.settings.respondents == Respondents::survey;
  const bool profile = all.settings.intervals == IntervalKind::profile;
  const bool both = all.settings.waves.size() > 1, has_2021 = all.settings.waves.back() == 2021;
  const Printed printed = printed_in(targets);
  const NumberStyle style{nl};
  std::string text;
  const auto add = [&](std::string_view en, std::string_view dutch) {
    text.append(nl ? dutch : en).append("\n");
  };
  if (whole && !both && printed.compares_waves)
    add("Table 14 compares the waves: --wave all.", "Tabel 14 vergelijkt de golven: --wave all.");
  if (all.runs > 1) {
    add("Simulated: the median over the runs of every figure; tables.csv and --json have the middle 90 % as "
        "well.",
        "Gesimuleerd: de mediaan over de runs van elk cijfer; tables.csv en --json geven ook de middelste 90 "
        "%.");
  }
  if (sampled) {
    add("Each run asks as many families as the survey did, drawn as it drew them; n: respondents. Its "
        "questions and "
        "answers are simulated, its non-response is not.",
        "Elke run bevraagt evenveel gezinnen als de enquête, zo getrokken; n: respondenten. Vragen en "
        "antwoorden "
        "zijn gesimuleerd, non-respons niet.");
    add(fmt::format(
            "Marks: n.s.° p < 0.10, * p < 0.05, ** p < 0.01, *** p < 0.001; {}of betas Wald's chi-square.",
            both ? "of changes from 2016 to 2021 Pearson's chi-square (residents), " : ""),
        fmt::format("Tekens: n.s.° p < 0,10, * p < 0,05, ** p < 0,01, *** p < 0,001; {}van bèta's Wald χ².",
                    both ? "van veranderingen tussen 2016 en 2021 Pearson χ² (officieel inwonend), " : ""));
    add(profile ? "Simulated intervals of odds ratios: 95 %, of the profile of the likelihood; the report's "
                  "are Wald's."
                : "Intervals of odds ratios: 95 %, Wald's.",
        profile ? "Gesimuleerde intervallen van odds ratio's: 95 %, van het profiel van de likelihood; die "
                  "van het "
                  "rapport zijn van Wald."
                : "Intervallen van odds ratio's: 95 %, van Wald.");
  } else {
    add("All parents answer: nobody is sampled, so nothing is tested and nothing has an interval; n: "
        "families in "
        "Flanders.",
        "Alle ouders antwoorden: er is geen steekproef, dus geen toets en geen interval; n: gezinnen in "
        "Vlaanderen.");
  }
  const bool of_all = printed.of_all_parents && has_2021;
  add(fmt::format(
          "!: outside the report's 95 % interval: of a percentage Wilson's with n as printed and a design "
          "effect of {} (an assumption), of an odds ratio as printed.{}",
          style.text(design_effect, 1),
          of_all ? " The n of 2021 are of all parents, so these intervals of residents are a little narrow."
                 : ""),
      fmt::format(
          "!: buiten het 95 %-interval van het rapport: van een percentage dat van Wilson met de gedrukte n "
          "en een designeffect van {} (een aanname), van een odds ratio zoals gedrukt.{}",
          style.text(design_effect, 1),
          of_all ? " De n van 2021 zijn van alle ouders, dus deze intervallen voor wie inwoont zijn iets te "
                   "smal."
                 : ""));
  const std::string brackets_en =
      of_all ? "In brackets: all parents of 2021, also of children who live elsewhere. " : "";
  const std::string brackets_nl =
      of_all ? "Tussen haakjes: alle ouders van 2021, ook van kinderen die elders wonen. " : "";
  add(brackets_en + "/: not asked in that wave. –: no counterpart (--json says why).",
      brackets_nl + "/: niet gevraagd in die golf. –: geen tegenhanger (--json zegt waarom).");
  return in_words_of(all.region, std::move(text), nl ? "nl" : "en");
}

/// Lines that no regression of a table could avoid: what was not to be estimated, and in how many runs.
std::string said_text(const ReportTables& all, std::string_view table, bool nl) {
  std::string text;
  for (const auto& [said, runs] : all.said) {
    if (!said.starts_with(fmt::format("{} ", table))) continue;
    const std::string what = said_in_words(said, all.region, nl);
    text += nl ? fmt::format("Niet te schatten in {} van {} runs: {}\n", runs, all.runs, what)
               : fmt::format("Not to be estimated in {} of {} runs: {}\n", runs, all.runs, what);
  }
  return text;
}

nlohmann::ordered_json number_or_infinity(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "infinity" : "-infinity";
  return x;
}

CsvExport numbers_table(const ReportTables& all, const std::vector<Target>& targets) {
  constexpr const char* unit = "percent, points, odds ratio, beta, ...";
  using Cell1 = Cell<TableNumber>;
  const auto number = [](Column column, double TableNumber::* member) { return number_cell(column, member); };
  const auto simulated = [](Column column, double RunFigure::* member) {
    return Cell1{column, [member](const TableNumber& n) { return number_text(n.simulated.*member); }};
  };
  const auto of = [&](const TableNumber& n) -> const Target& { return targets[n.target]; };
  const auto text = [](Column column, std::function<std::string(const TableNumber&)> cell) {
    return Cell1{column, std::move(cell)};
  };
  return table_of(
      "tables.csv", all.numbers,
      joined(
          target_cells<TableNumber>(of),
          {text({"published", "number", unit, "as printed in the survey report"},
                [of](const TableNumber& n) { return number_text(of(n).value); }),
           text({"published_n", "number", "respondents",
                 printed_in(targets).of_all_parents ? "as printed; of 2021 of all parents" : "as printed"},
                [of](const TableNumber& n) { return of(n).n ? number_text(*of(n).n) : std::string(); }),
           number({"published_low", "number", unit,
                   "95 % interval: of a percentage Wilson's with the assumed design effect, else as printed"},
                  &TableNumber::published_low),
           number({"published_high", "number", unit, "to"}, &TableNumber::published_high),
           text({"published_mark", "text", "",
                 "significance as printed: of the change since 2016, or of a beta"},
                [of](const TableNumber& n) { return printed_mark(of(n)); }),
           simulated({"simulated", "number", unit, "median over the runs"}, &RunFigure::value),
           number({"spread_low", "number", unit, "middle 90 % of the runs: from"}, &TableNumber::spread_low),
           number({"spread_high", "number", unit, "middle 90 % of the runs: to"}, &TableNumber::spread_high),
           simulated({"simulated_n", "number", "respondents, or real families", "median over the runs"},
                     &RunFigure::n),
           simulated({"simulated_low", "number", unit,
                      "95 % interval of one simulated survey (median over the runs): of a percentage "
                      "Wilson's, of an "
                      "odds ratio; -inf and inf: no end"},
                     &RunFigure::low),
           simulated({"simulated_high", "number", unit, "to"}, &RunFigure::high),
           simulated({"simulated_p", "number", "probability",
                      "of the test that the mark is of (median over the runs)"},
                     &RunFigure::p),
           text({"simulated_mark", "text", "", "as the report marks it"},
                [](const TableNumber& n) { return std::string(mark_of(n.simulated.p)); }),
           text({"inside", "text", "", "yes: the simulated value is in the report's interval"},
                [](const TableNumber& n) {
                  const std::optional<bool> inside = n.inside();
                  return std::string(!inside ? "" : *inside ? "yes" : "no");
                }),
           text({"runs", "integer", "runs", "that gave a value"},
                [](const TableNumber& n) { return std::to_string(n.runs); }),
           text({"why_not", "text", "", "why there is no simulated value"},
                [](const TableNumber& n) { return n.why; }),
           text({"note", "text", "", "of the transcription: marks, samples, suspected misprints"},
                [of](const TableNumber& n) { return of(n).note; })}));
}

}  // namespace

std::string tables_text(const ReportTables& all, const std::vector<Target>& targets,
                        const std::vector<int>& tables, bool dutch) {
  const std::string_view report = dutch ? "rapport" : "report", simulated = "simul.";
  std::string text;
  for (std::size_t i = 0; i < table_layouts().size(); ++i) {
    const TableLayout& layout = table_layouts()[i];
    const int number = static_cast<int>(i) + 1;
    if (!tables.empty() && std::ranges::find(tables, number) == tables.end()) continue;
    const std::vector<Grid> grids = grids_of(layout, all, targets, dutch);
    if (grids.empty()) continue;
    text += fmt::format("{} {}. {}\n\n", dutch ? "Tabel" : "Table", number,
                        dutch ? layout.caption_nl : layout.caption_en);
    for (const Grid& grid : grids) text += grid_text(grid, report, simulated, text_width) + "\n";
    const std::string said = said_text(all, layout.code, dutch);
    if (!said.empty()) text += said + "\n";
    const std::vector<std::string> misprints = misprints_of(layout, all, targets, dutch);
    if (!misprints.empty()) {
      text += dutch ? "Vermoedelijk drukfouten in het rapport, weergegeven zoals gedrukt (aantekening bij de "
                      "enquête, in het Engels):\n"
                    : "Probably misprints of the report, told as printed:\n";
      for (const std::string& line : misprints) text += "  " + line + "\n";
      text += "\n";
    }
  }
  if (tables.empty()) {
    text += fmt::format(
        "{}\n\n{}\n",
        dutch ? "Niet in het rapport. Concentratie-index van het gebruik (onder 0: meer bij wie minder "
                "geschoold is, of minder kan betalen)"
              : "Not in the report. Concentration index of use (below 0: more among the less educated, or "
                "those who can afford less)",
        grid_text(inequality_grid(all, dutch), report, simulated, text_width));
  }
  return text + legend(all, targets, tables.empty(), dutch);
}

Provenance tables_provenance(const ReportTables& all, const Study& study, const std::string& command) {
  const TableSettings& settings = all.settings;
  return provenance_of(study, "tables", "the survey's Tables 1-14", command,
                       sha256(fmt::format("tables\n{}\n{}\n{}\n{}\n", fmt::join(settings.waves, " "),
                                          respondents_code(settings.respondents),
                                          intervals_code(settings.intervals), study.key.fingerprint())));
}

std::string tables_foot(const Provenance& from, bool dutch) {
  if (!dutch) return fmt::format("The same numbers: {}\nTo cite: {}\n", from.command, cited(from));
  return fmt::format("Dezelfde cijfers: {}\nOm te citeren: Uptake {}, vingerafdruk {}\n", from.command,
                     from.model, short_fingerprint(from.fingerprint));
}

nlohmann::ordered_json tables_json(const ReportTables& all, const Study& study, const std::string& command) {
  const Provenance from = tables_provenance(all, study, command);
  nlohmann::ordered_json out{{"kind", "tables"},
                             {"version", study.key.model},
                             {"fingerprint", from.fingerprint},
                             {"command", from.command},
                             {"scenario", study.scenarios.front().name},
                             {"posterior", study.posterior.name},
                             {"respondents", respondents_code(all.settings.respondents)},
                             {"intervals", intervals_code(all.settings.intervals)},
                             {"waves", all.settings.waves},
                             {"runs", all.runs},
                             {"draws", all.draws},
                             {"populations", all.populations},
                             {"families", all.families},
                             {"design_effect_assumed", design_effect}};
  const auto interval = [](double low, double high) -> nlohmann::ordered_json {
    if (std::isnan(low) && std::isnan(high)) return nullptr;
    return nlohmann::ordered_json::array({number_or_infinity(low), number_or_infinity(high)});
  };
  out["numbers"] = nlohmann::ordered_json::array();
  for (const TableNumber& n : all.numbers) {
    const Target& t = study.targets[n.target];
    const std::optional<bool> inside = n.inside();
    nlohmann::ordered_json row{{"table", t.table},
                               {"domain", t.domain},
                               {"year", t.year},
                               {"sample", t.sample},
                               {"measure", t.measure},
                               {"variable", t.variable},
                               {"category", t.category},
                               {"published", t.value},
                               {"published_n", t.n ? number_or_infinity(*t.n) : nullptr},
                               {"published_interval", interval(n.published_low, n.published_high)},
                               {"published_mark", printed_mark(t)},
                               {"simulated", number_or_infinity(n.simulated.value)},
                               {"middle_90", interval(n.spread_low, n.spread_high)},
                               {"simulated_n", number_or_infinity(n.simulated.n)},
                               {"simulated_interval", interval(n.simulated.low, n.simulated.high)},
                               {"simulated_p", number_or_infinity(n.simulated.p)},
                               {"simulated_mark", mark_of(n.simulated.p)},
                               {"inside", inside ? nlohmann::ordered_json(*inside) : nullptr},
                               {"runs", n.runs}};
    if (!n.why.empty()) row["why_not"] = n.why;
    if (!t.note.empty()) row["note"] = t.note;
    out["numbers"].push_back(std::move(row));
  }
  out["concentration"] = nlohmann::ordered_json::array();
  for (const TableInequality& i : all.inequality) {
    out["concentration"].push_back({{"variable", rankings[i.ranking].variable},
                                    {"domain", code(i.domain)},
                                    {"year", i.year},
                                    {"published", number_or_infinity(i.published)},
                                    {"simulated", number_or_infinity(i.simulated)},
                                    {"middle_90", interval(i.spread_low, i.spread_high)}});
  }
  out["not_estimated"] = nlohmann::ordered_json::array();
  for (const auto& [said, runs] : all.said) out["not_estimated"].push_back({{"what", said}, {"runs", runs}});
  return out;
}

void write_tables(const ReportTables& all, const Study& study, const std::string& command, bool dutch,
                  const std::filesystem::path& folder) {
  const CsvExport rows = numbers_table(all, study.targets);
  remove_results(folder);
  write_whole(folder / "tables.json", tables_json(all, study, command).dump(1) + "\n");
  rows.write(folder);
  const Provenance from = tables_provenance(all, study, command);
  write_package(folder, from, {&rows});
  write_whole(folder / "tables.txt", tables_text(all, study.targets, {}, dutch) + tables_foot(from, dutch));
  write_crate(folder, from, results_in(folder));
}

}  // namespace uptake
