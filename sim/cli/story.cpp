// SPDX-License-Identifier: Apache-2.0
// uptake story: one synthetic family, month by month, with and without a policy.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/report/regional.hpp"
#include "analysis/report/report.hpp"
#include "analysis/story/telling.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/files.hpp"
#include "sim/store/package.hpp"

namespace uptake::cli {
namespace {

namespace fs = std::filesystem;

struct StoryFlags {
  fs::path baseline, scenario, html;
  Plan plan;
  DataFlag data;
  CLI::Option* family_given = nullptr;
  HouseholdId family = 0;
  std::string find, from, last, until, language = "en";
  int draw = 0, replicate = 0, population = -1;
  bool json = false, quiet = false, force = false;
};

/// Lines of at most `width` letters, the later ones indented.
void print_wrapped(const std::string& text, const std::string& first, const std::string& indent) {
  constexpr std::size_t width = 100;
  const auto letters = [](std::string_view word) {
    return static_cast<std::size_t>(std::count_if(
        word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
  };
  std::string line = first;
  std::size_t n = letters(first);
  bool begun = false;
  for (const std::string& word : split(text, ' ')) {
    if (begun && n + 1 + letters(word) > width) {
      fmt::print("{}\n", line);
      line = indent;
      n = letters(indent);
      begun = false;
    }
    line += (begun ? " " : "") + word;
    n += letters(word) + (begun ? 1 : 0);
    begun = true;
  }
  fmt::print("{}\n", line);
}

class Printer {
 public:
  Printer(bool dutch, nlohmann::json region) : dutch_(dutch), region_(std::move(region)) {}

  void print(const story::Telling& told, const story::Story& story) const {
    fmt::print("{}\n\n", of(told.title));
    print_wrapped(of(told.shows.front()), "", "");
    const story::Both reference = story::month_words(story.reference);
    heading(fmt::format(fmt::runtime(words("The family (number {}), in {}", "Het gezin (nummer {}), in {}")),
                        story.family, of(reference)));
    for (const story::Fact& fact : told.family)
      print_wrapped(fmt::format("{}: {}", of(fact.label), of(fact.value)), "  ", "    ");
    heading(words("What becomes of it", "Hoe het afloopt"));
    for (const story::Both& line : told.outcome) print_wrapped(of(line), "  ", "    ");
    print_wrapped(of(told.parting), "  ", "    ");
    heading(words("Month by month", "Maand na maand"));
    for (const story::Row& row : told.rows) print(row);
    if (!told.states.empty()) {
      heading(words(
          "What it needed, knew and dared: at the start, at the end without, at the end with the policy",
          "Wat het nodig had, kende en durfde: bij het begin, op het einde zonder, op het einde met het "
          "beleid"));
      for (const story::StateLine& line : told.states) {
        fmt::print("  {}: {}: {}, {}, {}\n", of(line.who), of(line.what), of(line.start), of(line.baseline),
                   of(line.scenario));
      }
    }
    heading(words("What one story can and cannot show", "Wat één verhaal kan tonen, en wat niet"));
    for (std::size_t i = 1; i < told.shows.size(); ++i) print_wrapped(of(told.shows[i]), "  - ", "    ");
    if (!story.found || story.found->families.size() < 2) return;
    std::string others;
    for (std::size_t i = 1; i < std::min<std::size_t>(10, story.found->families.size()); ++i)
      others += fmt::format("{}{}", i > 1 ? ", " : "", story.found->families[i]);
    print_wrapped(fmt::format(fmt::runtime(words(
                                  "Other families that fit, for --family: {}.",
                                  "Andere gezinnen die aan de zoekopdracht voldoen, voor --family: {}.")),
                              others),
                  "  - ", "    ");
  }

 private:
  [[nodiscard]] std::string of(const story::Both& both) const {
    return in_words_of(region_, dutch_ ? both.nl : both.en, dutch_ ? "nl" : "en");
  }
  [[nodiscard]] const char* words(const char* en, const char* nl) const { return dutch_ ? nl : en; }
  static void heading(const std::string& text) { fmt::print("\n{}\n", text); }

  void sentences(const std::vector<story::Both>& all, const std::string& indent) const {
    for (const story::Both& one : all) print_wrapped(of(one), indent, indent + "  ");
  }

  void print(const story::Row& row) const {
    const bool nothing = row.baseline.empty() && row.scenario.empty() && row.because.empty();
    if (row.parts) {
      fmt::print("  ======== {} ========\n",
                 words("here the two lives part", "hier gaan de twee levens uiteen"));
    }
    fmt::print("  {}{}\n", of(story::months_of(row)),
               nothing ? words(": nothing to tell", ": niets te vertellen") : "");
    if (row.same) {
      sentences(row.baseline, "    ");
    } else {
      fmt::print("    {}\n", words("without the policy:", "zonder het beleid:"));
      if (row.baseline.empty()) fmt::print("      {}\n", words("nothing to tell", "niets te vertellen"));
      sentences(row.baseline, "      ");
      fmt::print("    {}\n", words("with the policy:", "met het beleid:"));
      if (row.scenario.empty()) fmt::print("      {}\n", words("nothing to tell", "niets te vertellen"));
      sentences(row.scenario, "      ");
    }
    for (std::size_t i = 0; i < row.because.size(); ++i)
      print_wrapped(of(row.because[i]), i == 0 ? words("    why: ", "    waarom: ") : "         ",
                    "         ");
  }

  bool dutch_;
  nlohmann::json region_;
};

std::optional<Month> month_flag(const char* flag, const std::string& text, Problems& problems) {
  if (text.empty()) return {};
  const std::optional<Month> month = parse_month(text);
  if (!month)
    problems.add({}, 0, 0,
                 fmt::format("{}: expected a month from 1991-01 to 2035-12, found '{}'", flag, text));
  return month;
}

/// Reads everything; every problem of flags and files at once.
Study read_all(StoryFlags& flags, story::StoryQuestion& question) {
  Problems problems;
  if (flags.family_given->count() > 0) {
    question.family = flags.family;
    if (!flags.find.empty()) problems.add({}, 0, 0, "--family and --find: expected one of the two");
  } else if (flags.find.empty()) {
    problems.add({}, 0, 0,
                 "uptake story: expected --family N, or --find with conditions such as 'newly reached, "
                 "single_parent'");
  }
  if (!flags.find.empty())
    gather(problems, [&] { question.conditions = story::read_conditions(flags.find); });
  if (flags.plan.posterior == "none" && flags.draw > 0) {
    problems.add(
        {}, 0, 0,
        fmt::format("--draw {}: --posterior none has one parameter set, expected 0; --replicate takes "
                    "another throw of the dice",
                    flags.draw));
    flags.plan.draws = 1;
  }
  question.from = month_flag("--from", flags.from, problems);
  question.last = month_flag("--last", flags.last, problems);
  flags.plan.until = month_flag("--until", flags.until, problems).value_or(never);
  if (!flags.html.empty() && !flags.force && fs::exists(flags.html))
    problems.add(
        {}, 0, 0,
        fmt::format("--html {}: is there already; expected another name, or --force", flags.html.string()));
  if (const fs::path folder = flags.html.parent_path(); !folder.empty() && !fs::is_directory(folder))
    problems.add({}, 0, 0, fmt::format("--html {}: expected a folder that is there", flags.html.string()));
  Study study;
  bool loaded = false;
  gather(problems, [&] {
    study = load_study(flags.plan, flags.data.folder());
    loaded = true;
  });
  if (loaded) {
    const auto end = static_cast<Month>(study.scenarios[0].until - 1);
    const Month last = question.last.value_or(end);
    if (last > end)
      problems.add({}, 0, 0,
                   fmt::format("--last: expected a month up to {}, where the scenarios end, found '{}'",
                               month_text(end), flags.last));
    if (question.from && *question.from > last)
      problems.add(
          {}, 0, 0,
          fmt::format("--from: expected a month up to {}, found '{}'", month_text(last), flags.from));
    if (!question.from && question.last && *question.last < story::default_from(study))
      problems.add({}, 0, 0,
                   fmt::format("--last: {} is before the story begins ({}); --from begins it sooner",
                               flags.last, month_text(story::default_from(study))));
  }
  problems.throw_if_any();
  return study;
}

/// No family fits: how many fit each condition.
int tell_none(const story::Found& found, const std::vector<story::Condition>& conditions) {
  fmt::print(stderr,
             "uptake story: none of {} families fits all of it. Those that fit each condition by itself:\n",
             found.n_families);
  for (std::size_t i = 0; i < conditions.size(); ++i)
    fmt::print(stderr, "  {}: {}\n", conditions[i].text, found.fit_one[i]);
  fmt::print(stderr, "More --families, another --draw or fewer conditions may find one.\n");
  return check_did_not_hold;
}

int tell(StoryFlags& flags) {
  flags.plan.kind = "story";
  flags.plan.scenarios = {flags.baseline, flags.scenario};
  flags.plan.draws = flags.draw + 1;  // so many must be there
  flags.plan.replicates = flags.replicate + 1;
  story::StoryQuestion question;
  RunId& run = question.run;
  run.draw = flags.draw;
  run.replicate = flags.replicate;
  run.population =
      flags.population >= 0 ? flags.population : (flags.draw + flags.replicate) % flags.plan.populations;
  const Study study = read_all(flags, question);
  catch_interrupts();
  try {
    Progress progress("lives", 1 + story::story_steps(question),
                      Progress::suitable(flags.json || flags.quiet));
    const Families families = make_families(study, weights_of(study.population), run.population);
    progress.step();
    const story::Answer answer = story::tell_story(study, question, families, progress);
    progress.finish();
    if (!answer.story) return tell_none(answer.found, question.conditions);
    const story::Story& story = *answer.story;
    const story::Telling told = story::tell(study, run, families.population, story);
    const nlohmann::json data =
        story::story_document(study, run, story, told, story::story_command(flags.plan, run, story));
    if (!flags.html.empty()) write_whole(flags.html, render_report(data));
    if (flags.json) {
      fmt::print("{}\n", data.dump(1));
    } else {
      const bool dutch = flags.language == "nl";
      Printer(dutch, region_of(study.evidence.folder)).print(told, story);
      if (!flags.html.empty())
        fmt::print("\n{}: {}\n", dutch ? "De pagina" : "The page", flags.html.string());
      fmt::print("\n{}: Uptake {}, {} {}\n", dutch ? "Om te citeren" : "To cite", study.key.model,
                 dutch ? "vingerafdruk" : "fingerprint",
                 short_fingerprint(story::story_fingerprint(study, run, story)));
    }
  } catch (const Interrupted&) {
    fmt::print(stderr, "uptake: stopped; nothing was kept.\n");
    return interrupted_early;
  }
  return done;
}

}  // namespace

void add_story(CLI::App& program, int& exit_code) {
  add_command<StoryFlags>(
      program, exit_code, "story",
      "Tell one synthetic family's life with and without a policy, month by month",
      [](CLI::App& command, StoryFlags& flags) {
        flags.plan.posterior = "both";
        command.add_option("baseline", flags.baseline, "Life without the policy")
            ->type_name("BASELINE")
            ->required();
        command.add_option("scenario", flags.scenario, "Life with it")->type_name("SCENARIO")->required();
        flags.family_given =
            command.add_option("--family", flags.family, "The family of this number")->type_name("N");
        command
            .add_option(
                "--find", flags.find,
                "The first family that fits all conditions, with commas between: newly reached, no longer "
                "reached, reached in both, never reached (a domain may follow: newly reached parenting), and "
                "categories of a family or any adult in it, as single_parent or youngest_age=0_2; labels in "
                "English or Dutch will do")
            ->type_name("CONDITIONS");
        command.add_option("--from", flags.from, "First month to tell; else a year before the policy")
            ->type_name("YYYY-MM");
        command.add_option("--last", flags.last, "Last month to tell; else the scenarios' last")
            ->type_name("YYYY-MM");
        command.add_option("--until", flags.until, "Stop both scenarios before this month, as compare does")
            ->type_name("YYYY-MM");
        command.add_option("--language", flags.language, "Of the text: en or nl; the page has both")
            ->check(CLI::IsMember({"en", "nl"}))
            ->capture_default_str();
        command.add_option("--html", flags.html, "Write it as a page, too")->type_name("FILE");
        command.add_flag("--force", flags.force, "Replace the page");
        command.add_flag("--json", flags.json,
                         "Print everything as JSON: sentences, codes, and each month's state");
        add_families(command, flags.plan.families);
        command.add_option("--draw", flags.draw, "Which parameter set of the posterior, from 0")
            ->type_name("D")
            ->check(CLI::Range(0, 65'534))
            ->capture_default_str();
        command.add_option("--replicate", flags.replicate, "Which throw of the dice, from 0")
            ->type_name("R")
            ->check(CLI::Range(0, 65'534))
            ->capture_default_str();
        command
            .add_option("--population", flags.population,
                        "Which population and network; else that of compare's run (D, R)")
            ->type_name("P")
            ->check(CLI::Range(0, 999));
        add_posterior(command, flags.plan.posterior);
        add_without(command, flags.plan.without);
        add_structure(command, flags.plan.structure);
        add_seed(command, flags.plan.seed);
        add_threads(command, flags.plan.threads);
        command.add_flag("--quiet", flags.quiet, "No progress on the error stream");
        flags.data.add(command);
        command.footer(
            "The family is synthetic: nobody's. One story is an anecdote, not evidence; `uptake compare` "
            "counts.\n\n"
            "Examples:\n"
            "  uptake story scenarios/baseline.yaml scenarios/lead-in.yaml --find 'newly reached, "
            "single_parent'\n"
            "  uptake story scenarios/baseline.yaml scenarios/lead-in.yaml --find 'no longer reached "
            "parenting' "
            "--language nl --html story.html");
      },
      tell);
}

}  // namespace uptake::cli
