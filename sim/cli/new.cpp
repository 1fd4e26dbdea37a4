// SPDX-License-Identifier: Apache-2.0
// uptake new: a commented scenario file to start from, in the language of its writer. It validates at once.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/base/text.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/language.hpp"
#include "sim/policy/scenario_keys.hpp"
#include "sim/policy/units.hpp"
#include "sim/store/files.hpp"

namespace uptake::cli {
namespace {

namespace fs = std::filesystem;

struct NewFlags {
  std::string name = "my-scenario";
  fs::path extends, out;
  std::vector<std::string> kinds;
  Language language;
  DataFlag data;
};

class StartingFile {
 public:
  StartingFile(const NewFlags& flags, std::string extends, std::string schema)
      : flags_(flags), language_(flags.language), extends_(std::move(extends)), schema_(std::move(schema)) {}

  std::string text(const std::vector<const LeverInfo*>& kinds) {
    add("# SPDX-License-Identifier: Apache-2.0\n# yaml-language-server: $schema={}\n", schema_);
    remark("", language_.of("Change what you like, then look at it with: uptake validate THIS-FILE",
                            "Verander wat je wilt, en kijk het daarna na met: uptake validate DIT-BESTAND"));
    key("", "extends", extends_, key_info("extends"));
    remark("", of(key_info("title")));
    add("title:\n  en: \"{0}\"\n  nl: \"{0}\"\n", flags_.name);
    remark("", of(key_info("question")));
    add("# question:\n#   en: \"What changes when ...?\"\n#   nl: \"Wat verandert er als ...?\"\n");
    remark("", of(key_info("expects")));
    add("# expects:\n#   en: \"More families ...\"\n#   nl: \"Meer gezinnen ...\"\n");
    key("", "source", todo(), key_info("source"));
    remark("", of(key_info("measures")));
    add("# measures: [bridging-figures]\n\n");
    remark("", of(key_info("levers")));
    add("levers:\n");
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const bool twice = std::count(kinds.begin(), kinds.end(), kinds[i]) > 1;
      lever(*kinds[i],
            twice ? fmt::format("my_{}_{}", kinds[i]->code, i + 1) : fmt::format("my_{}", kinds[i]->code));
    }
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  [[nodiscard]] std::string_view of(const KeyInfo& info) const {
    return language_.of(info.help_en, info.help_nl);
  }
  [[nodiscard]] std::string_view todo() const {
    return language_.of("\"our own question; every size is an assumption\"",
                        "\"onze eigen vraag; elke waarde is een aanname\"");
  }

  /// A comment, broken into lines that fit.
  void remark(std::string_view indent, std::string_view words) {
    constexpr std::size_t width = 110;
    std::string line;
    for (const std::string& word : split(words, ' ')) {
      if (!line.empty() && indent.size() + 2 + line.size() + 1 + word.size() > width) {
        add("{}# {}\n", indent, line);
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    add("{}# {}\n", indent, line);
  }
  void key(std::string_view indent, std::string_view code, std::string_view value, const KeyInfo& info) {
    remark(indent, of(info));
    add("{}{}: {}\n", indent, code, value);
  }

  void lever(const LeverInfo& info, const std::string& name) {
    const std::string_view in = "    ";
    add("  {}:\n", name);
    remark(in, language_.of(info.help_en, info.help_nl));
    add("{}lever: {}\n", in, info.code);
    const bool domainless =
        info.code == lever_registry()[static_cast<std::size_t>(LeverKind::huis_van_het_kind)].code;
    if (!domainless) key(in, "domain", "both", key_info("lever.domain"));
    if (info.wants_services) optional("services", "[R5, P7]", key_info("lever.services"));
    if (info.takes_who) optional("who", "{education: [lower_secondary]}", key_info("lever.who"));
    if (info.takes_where) optional("where", "{urbanity: [centre]}", key_info("lever.where"));
    if (info.wants_points) {
      key(in, "points", "{2026-12: 1, 2028-01: 1.2}", key_info("lever.points"));
    } else {
      key(in, "from", "2027-01", key_info("lever.from"));
      optional("until", "never", key_info("lever.until"));
      key(in, "ramp", language_.of("6 months", "6 maanden"), key_info("lever.ramp"));
    }
    for (const LeverField& f : info.fields) field(f);
    key(in, "source", todo(), key_info("lever.source"));
    key(in, "grade", "assumption", key_info("lever.grade"));
    remark(in, of(key_info("lever.cost")));
    add("{}cost:\n", in);
    for (const auto& [code, value] : {std::pair{"fixed_per_year", "EUR 100 000"},
                                      {"per_unit", "EUR 0"},
                                      {"payer", "flemish"},
                                      {"price_year", "2025"},
                                      {"grade", "assumption"}}) {
      if (code == std::string_view("per_unit")) {
        if (info.unit_en.empty()) continue;
        remark("      ", fmt::format("{}: {}.", language_.of("Unit", "Eenheid"),
                                     language_.of(info.unit_en, info.unit_nl)));
      }
      key("      ", code, value, key_info(fmt::format("cost.{}", code)));
    }
    key("      ", "source", language_.of("\"a guess\"", "\"een gok\""), key_info("cost.source"));
  }

  /// One that may be left out, so it stands in a comment.
  void optional(std::string_view code, std::string_view value, const KeyInfo& info) {
    remark("    ", of(info));
    add("    # {}: {}\n", code, value);
  }

  void field(const LeverField& f) {
    const std::string_view in = "    ";
    remark(in, language_.of(f.help_en, f.help_nl));
    if (f.type == FieldType::choice) {
      remark(in, fmt::format("{}: {}", language_.of("One of", "Een van"), fmt::join(f.choices, ", ")));
      add("{}{}: {}\n", in, f.code, f.choices[static_cast<std::size_t>(f.fallback)]);
      return;
    }
    remark(in, fmt::format("{} {} {} {} ({})", language_.of("From", "Van"), f.low, language_.of("to", "tot"),
                           f.high, language_.of(f.unit, unit_nl(f.unit))));
    add("{}{}{}: {}\n", in, f.required ? "" : "# ", f.code, start(f));
  }

  /// What its help calls plausible: "Plausible 0.2 to 0.8."
  static Bounds plausible(const LeverField& f) {
    constexpr std::string_view word = "Plausible ";
    const auto begin = f.help_en.find(word);
    if (begin == std::string_view::npos) return {};
    const std::vector<std::string> words = split(f.help_en.substr(begin + word.size()), ' ');
    if (words.size() < 3 || words[1] != "to") return {};
    const auto low = parse_number(words[0]);
    const auto high = parse_number(words[2].substr(0, words[2].find_last_not_of(".,;:") + 1));
    return low && high ? Bounds{*low, *high} : Bounds{};
  }

  /// Its usual value, with the range that is plausible where it lies inside, to show how that is written.
  [[nodiscard]] std::string start(const LeverField& f) const {
    const auto one = [&](double x) {
      if (f.type == FieldType::share) return fmt::format("{:.4g} %", 100 * x);
      if (f.type == FieldType::euro) return fmt::format("EUR {:.4g}", x);
      return quantity_text({x, {}}, counts_of(f));
    };
    const Bounds range = plausible(f);
    const bool inside = range.given() && f.fallback >= range.low && f.fallback <= range.high;
    if (!inside) return one(f.fallback);
    return fmt::format("{} ({} {} {})", one(f.fallback), one(range.low), language_.of("to", "tot"),
                       one(range.high));
  }

  const NewFlags& flags_;
  const Language& language_;
  std::string extends_, schema_, out_;
};

/// The kinds that are asked for, or all problems with them.
std::vector<const LeverInfo*> chosen(const std::vector<std::string>& codes, Problems& problems) {
  std::vector<std::string_view> known;
  for (const LeverInfo& info : lever_registry()) known.push_back(info.code);
  std::vector<const LeverInfo*> kinds;
  for (const std::string& code : codes) {
    const auto at = std::find(known.begin(), known.end(), code);
    if (at != known.end()) {
      kinds.push_back(&lever_registry()[static_cast<std::size_t>(at - known.begin())]);
    } else {
      problems.add({}, 0, 0,
                   fmt::format("--lever {}: there is no such lever{}; expected {}", code,
                               did_you_mean(code, known), one_of(known)));
    }
  }
  return kinds;
}

int start_new(const NewFlags& flags) {
  const fs::path scenarios = fs::absolute(flags.data.folder()).lexically_normal().parent_path();
  const fs::path folder = flags.data.folder().filename().empty() ? scenarios.parent_path() : scenarios;
  Problems problems;
  const bool good_name = !flags.name.empty() && std::all_of(flags.name.begin(), flags.name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!good_name) {
    problems.add({}, 0, 0,
                 fmt::format("the name '{}': expected letters a-z, digits, '-' or '_'", flags.name));
  }
  const auto kinds =
      chosen(flags.kinds.empty() ? std::vector<std::string>{"campaign"} : flags.kinds, problems);
  const fs::path out = fs::absolute(flags.out.empty() ? folder / (flags.name + ".yaml") : flags.out);
  const fs::path base = fs::absolute(flags.extends.empty() ? folder / "baseline.yaml" : flags.extends);
  std::error_code error;
  if (!fs::is_regular_file(base, error))
    problems.add({}, 0, 0, fmt::format("--extends: there is no file '{}'", base.string()));
  if (fs::exists(out, error)) {
    problems.add(
        {}, 0, 0,
        fmt::format("'{}' is there already, and is left as it is; expected another name, or --out FILE",
                    out.string()));
  } else if (!fs::is_directory(out.parent_path(), error)) {
    problems.add({}, 0, 0, fmt::format("--out: there is no folder '{}'", out.parent_path().string()));
  }
  gather(problems, [&] {
    const Evidence evidence = load_evidence(flags.data.folder());
    if (fs::is_regular_file(base, error)) (void)load_scenario(base, evidence);  // it may itself be wrong
  });
  problems.throw_if_any();
  const auto from_out = [&](const fs::path& file) {
    return fs::relative(file, out.parent_path(), error).generic_string();
  };
  write_whole(out, StartingFile(flags, from_out(base), from_out(folder / "schema.json")).text(kinds));
  fmt::print(
      "{}\n",
      flags.language.dutch()
          ? fmt::format("{} is geschreven. Kijk het na met: uptake validate {}", out.string(), out.string())
          : fmt::format("{} is written. Look at it with: uptake validate {}", out.string(), out.string()));
  return done;
}

}  // namespace

void add_new(CLI::App& program, int& exit_code) {
  add_command<NewFlags>(
      program, exit_code, "new", "Write a commented scenario file to start from",
      [](CLI::App& command, NewFlags& flags) {
        command.add_option("name", flags.name, "What it is called")->type_name("NAME")->capture_default_str();
        command.add_option("--extends", flags.extends, "The scenario that it changes; else the baseline")
            ->type_name("FILE");
        command
            .add_option("--lever", flags.kinds,
                        "A kind of lever, as `uptake levers` lists them; may be repeated; else a campaign")
            ->type_name("KIND")
            ->allow_extra_args(false);
        command.add_option("--out", flags.out, "Where to write it; else NAME.yaml among the scenarios")
            ->type_name("FILE");
        flags.language.add(command);
        flags.data.add(command);
        command.footer("Example:\n  uptake new my-campaign --lever campaign --lever capacity --language nl");
      },
      start_new);
}

}  // namespace uptake::cli
