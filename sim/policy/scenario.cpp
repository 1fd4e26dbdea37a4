// SPDX-License-Identifier: Apache-2.0
// Reading a scenario: first every file of its chain of `extends:`, then from the farthest to the nearest,
// each one changing what the earlier ones said; the measures that a file names stand before its own levers.
#include "sim/policy/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"
#include "sim/policy/lever_reader.hpp"
#include "sim/policy/month_plan.hpp"

namespace uptake {
namespace {

constexpr std::size_t longest_chain = 20;

struct Source {
  std::filesystem::path path;
  yaml::Node root;
};

std::filesystem::path real_path(const std::filesystem::path& path) {
  std::error_code error;
  auto result = std::filesystem::weakly_canonical(path, error);
  return error ? path.lexically_normal() : result;
}

/// This file and all it extends, nearest first. A cycle, a missing file and the like become problems.
std::vector<Source> read_chain(const std::filesystem::path& first, Problems& problems) {
  std::vector<Source> chain;
  std::filesystem::path path = first;
  for (;;) {
    chain.push_back({path, yaml::parse_file(path, problems)});
    const Source& here = chain.back();
    const yaml::Node* extends = here.root.find("extends");
    if (extends == nullptr) return chain;
    const auto tell = [&](std::string message) {
      problems.add(here.path.string(), extends->line, extends->column, std::move(message));
    };
    if (extends->kind != yaml::Kind::scalar || trim(extends->text).empty()) {
      tell("'extends': expected the name of a scenario file, relative to this one");
      return chain;
    }
    const std::filesystem::path next = (here.path.parent_path() / extends->text).lexically_normal();
    std::error_code error;
    if (!std::filesystem::is_regular_file(next, error)) {
      tell(fmt::format("'extends': there is no file '{}'", next.string()));
      return chain;
    }
    const bool cycle = std::any_of(chain.begin(), chain.end(),
                                   [&](const Source& s) { return real_path(s.path) == real_path(next); });
    if (cycle || chain.size() >= longest_chain) {
      tell(cycle ? fmt::format("'extends': '{}' is extended by this file in turn: a circle", next.string())
                 : fmt::format("'extends': a chain of more than {} files", longest_chain));
      return chain;
    }
    path = next;
  }
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

class ScenarioReader {
 public:
  ScenarioReader(ScenarioReading& reading, const Evidence& evidence)
      : reading_(reading), scenario_(reading.scenario), evidence_(evidence), problems_(reading.problems) {}

  /// Applies a file on top of what was read before. `nearest`: it is the scenario itself, not one that it
  /// extends.
  void apply(const Source& source, bool nearest) {
    file_ = source.path.string();
    yaml::Fields fields(source.root, file_, "a scenario", problems_);
    fields.node("extends");
    read_words(fields, nearest);
    const std::size_t before = problems_.size();
    if (fields.has("until")) {
      scenario_.until = fields.month("until", end_month);
      note("until", *fields.node("until"));
      if (scenario_.until == first_month)
        fields.problem("until", "'until': the run would stop before it starts");
    }
    read_measures(fields, source.path.parent_path());
    remove_levers(fields);
    if (problems_.size() > before) reading_.can_be_judged = false;
    read_levers(fields.node("levers"), file_, {});
    read_parameters(fields);
    read_switches(fields);
    read_structure(fields);
    fields.finish();
  }

  void leave_out_flawed() {
    std::erase_if(scenario_.levers, [&](const Lever& lever) { return flawed_.contains(lever.name); });
  }

 private:
  void read_words(yaml::Fields& fields, bool nearest) {
    const auto both = [&](std::string_view key, std::string& en, std::string& nl, bool required) {
      const yaml::Node* node = fields.node(key, required);
      en.clear();
      nl.clear();
      if (node == nullptr) return;
      note(key, *node);
      yaml::Fields languages(*node, file_, fmt::format("'{}'", key), problems_);
      en = languages.text("en", {}, true);
      nl = languages.text("nl", {}, true);
      languages.finish();
    };
    both("title", scenario_.title_en, scenario_.title_nl, nearest);
    both("question", scenario_.question_en, scenario_.question_nl, false);
    both("expects", scenario_.expects_en, scenario_.expects_nl, false);
    read_expected(fields);
    scenario_.source = fields.text("source");
    if (fields.has("source")) note("source", *fields.node("source"));
  }

  void read_expected(yaml::Fields& fields) {
    scenario_.expected.clear();
    if (const yaml::Node* node = fields.node("expected")) note("expected", *node);
    for (const yaml::Node* node : fields.maps("expected")) {
      yaml::Fields one(*node, file_, "an expectation", problems_);
      Expectation e;
      e.domain =
          domain_codes[static_cast<std::size_t>(std::max(0, one.choice("domain", domain_codes, 0, true)))];
      if (const yaml::Node* who = one.node("who")) read_group(*who, e);
      std::size_t n = 0;
      for (const std::string_view measure : expected_measures) {
        const int change = one.choice(measure, change_codes, -1);
        if (!one.has(measure)) continue;
        ++n;
        e.measure = measure;
        if (change >= 0) e.change = static_cast<Expectation::Change>(change);
      }
      if (n != 1)
        one.problem("domain", fmt::format("an expectation has {} of {}, expected one: more, fewer or open", n,
                                          fmt::join(expected_measures, " and ")));
      one.finish();
      scenario_.expected.push_back(std::move(e));
    }
  }

  /// `who` of an expectation: one category of one variable by which results are told.
  void read_group(const yaml::Node& node, Expectation& e) {
    yaml::Fields who(node, file_, "'who'", problems_);
    std::vector<std::string_view> codes;
    for (const std::string_view code : result_groups()) {
      const Variable& variable = *find_variable(code);
      codes.clear();
      for (const Category& c : variable.categories) codes.push_back(c.code);
      const int at = who.choice(code, codes, -1);
      if (at < 0) continue;
      if (e.variable != "total") {
        who.problem(code, fmt::format("'who': expected one variable, found '{}' and '{}'", e.variable, code));
      }
      e.variable = code;
      e.category = codes[static_cast<std::size_t>(at)];
    }
    who.finish();
  }

  void note(std::string_view key, const yaml::Node& node) {
    scenario_.origins[std::string(key)] = {file_, node.line, node.column};
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Lever& lever : scenario_.levers) all.push_back(lever.name);
    return all;
  }

  auto find(std::string_view name) {
    return std::find_if(scenario_.levers.begin(), scenario_.levers.end(),
                        [&](const Lever& l) { return l.name == name; });
  }

  void remove_levers(yaml::Fields& fields) {
    const std::size_t before = problems_.size();
    const std::vector<std::string> wanted = fields.texts("remove");
    const yaml::Node* node = fields.node("remove");
    if (problems_.size() > before || node == nullptr) return;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto at = find(wanted[i]);
      if (at == scenario_.levers.end()) {
        fields.problem_at(node->children[i],
                          fmt::format("'remove': there is no lever '{}' in what this extends{}", wanted[i],
                                      did_you_mean(wanted[i], names())));
      } else {
        scenario_.levers.erase(at);
      }
    }
  }

  /// Where a measure stands: by name in the folder `measures` beside the file that names it, or by a path
  /// from there.
  static std::filesystem::path measure_file(const std::string& name, const std::filesystem::path& folder) {
    const bool is_path = name.find('/') != std::string::npos || name.ends_with(".yaml");
    return (is_path ? folder / name : folder / "measures" / (name + ".yaml")).lexically_normal();
  }

  void read_measures(yaml::Fields& fields, const std::filesystem::path& folder) {
    const std::size_t before = problems_.size();
    const std::vector<std::string> wanted = fields.texts("measures");
    const yaml::Node* node = fields.node("measures");
    if (node == nullptr || problems_.size() > before) return;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto tell = [&](std::string message) {
        fields.problem_at(node->children[i], "'measures': " + std::move(message));
      };
      const std::filesystem::path file = measure_file(wanted[i], folder);
      std::error_code error;
      if (!std::filesystem::is_regular_file(file, error)) {
        tell(fmt::format("there is no file '{}'{}", file.string(), nearest_measure(wanted[i], folder)));
        continue;
      }
      const auto used =
          std::find_if(scenario_.measures.begin(), scenario_.measures.end(),
                       [&](const MeasureFile& m) { return real_path(m.file) == real_path(file); });
      if (used != scenario_.measures.end()) {
        tell(fmt::format("'{}' is named twice, here or in what this extends", wanted[i]));
        continue;
      }
      read_measure(file, tell);
    }
  }

  static std::string nearest_measure(const std::string& name, const std::filesystem::path& folder) {
    std::vector<std::string> known;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder / "measures", error), end; !error && it != end;
         it.increment(error)) {
      if (it->path().extension() == ".yaml") known.push_back(it->path().stem().string());
    }
    std::sort(known.begin(), known.end());
    return did_you_mean(std::filesystem::path(name).stem().string(), known);
  }

  /// A measure holds levers and says what they are; everything else belongs to a scenario.
  template <class Tell>
  void read_measure(const std::filesystem::path& path, const Tell& tell) {
    const std::string file = path.string();
    const yaml::Node root = yaml::parse_file(path, problems_);
    if (root.kind == yaml::Kind::null) return;  // told
    if (root.find("extends") != nullptr || root.find("measures") != nullptr) {
      return tell(
          fmt::format("'{}' is a scenario, not a measure: expected title, question, expects, source and "
                      "levers, "
                      "without '{}'",
                      file, root.find("extends") != nullptr ? "extends" : "measures"));
    }
    MeasureFile measure;
    measure.name = path.stem().string();
    measure.file = file;
    yaml::Fields fields(root, file, "a measure", problems_);
    for (const auto* key : {"title", "question", "expects"}) {
      const yaml::Node* words = fields.node(key, key == std::string_view("title"));
      if (words == nullptr) continue;
      yaml::Fields languages(*words, file, fmt::format("'{}'", key), problems_);
      const std::string en = languages.text("en", {}, true);
      const std::string nl = languages.text("nl", {}, true);
      languages.finish();
      if (key == std::string_view("title")) {
        measure.title_en = en;
        measure.title_nl = nl;
      }
    }
    measure.source = fields.text("source", {}, true);
    const yaml::Node* levers = fields.node("levers", true);
    fields.finish();
    if (levers != nullptr && levers->kind == yaml::Kind::map && levers->keys.empty())
      problems_.add(file, levers->line, levers->column, "'levers' is empty: a measure without a lever");
    scenario_.measures.push_back(measure);
    scenario_.files.push_back(file);
    read_levers(levers, file, measure.name);
  }

  /// Without a kind, an entry changes only what it names of the lever that it inherits.
  static bool changes_some_keys(const yaml::Node& entry) {
    return entry.kind == yaml::Kind::map && entry.find("lever") == nullptr;
  }

  /// A lever as it was written, with these keys changed; of `cost` each key alone. What it inherits stands at
  /// the entry's own place, so that a problem is told in the file that makes it.
  static yaml::Node with_changes(yaml::Node lever, const yaml::Node& changes, yaml::Place place) {
    const auto move_here = [&](const auto& self, yaml::Node& node) -> void {
      node.line = place.line;
      node.column = place.column;
      for (yaml::Place& key : node.key_places) key = place;
      for (yaml::Node& child : node.children) self(self, child);
    };
    const auto overlay = [](const auto& self, yaml::Node& under, const yaml::Node& over) -> void {
      for (std::size_t i = 0; i < over.keys.size(); ++i) {
        const auto at = std::find(under.keys.begin(), under.keys.end(), over.keys[i]);
        if (at == under.keys.end()) {
          under.keys.push_back(over.keys[i]);
          under.key_places.push_back(over.key_places[i]);
          under.children.push_back(over.children[i]);
          continue;
        }
        const auto k = static_cast<std::size_t>(at - under.keys.begin());
        yaml::Node& child = under.children[k];
        under.key_places[k] = over.key_places[i];
        const bool part_by_part = over.keys[i] == "cost" && child.kind == yaml::Kind::map &&
                                  over.children[i].kind == yaml::Kind::map;
        if (part_by_part) {
          self(self, child, over.children[i]);
        } else {
          child = over.children[i];
        }
      }
    };
    move_here(move_here, lever);
    overlay(overlay, lever, changes);
    return lever;
  }

  /// Where an entry that changes some keys leaves a value as it was, the value stands where it stood; and the
  /// lever still belongs to its measure.
  static void keep_places(const yaml::Node& entry, const Lever& inherited, Lever& lever) {
    lever.measure = inherited.measure;
    for (auto& [key, at] : lever.places) {
      const auto dot = key.find('.');
      const yaml::Node* own = entry.find(std::string_view(key).substr(0, dot));
      if (own != nullptr && dot != std::string::npos && key.starts_with("cost."))
        own = own->find(std::string_view(key).substr(dot + 1));
      const auto was = inherited.places.find(key);
      if (own == nullptr && was != inherited.places.end()) at = was->second;
    }
  }

  /// Of a measure, a lever may not replace another: two measures must not undo each other unseen.
  void read_levers(const yaml::Node* node, const std::string& file, const std::string& measure) {
    if (node == nullptr) return;
    if (node->kind != yaml::Kind::map) {
      problems_.add(file, node->line, node->column, "'levers': expected a mapping from names to levers");
      return;
    }
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      const std::string& name = node->keys[i];
      const yaml::Place place = node->key_places[i];
      if (!is_name(name)) {
        problems_.add(file, place.line, place.column,
                      "a lever's name: expected at most 64 letters a-z, digits, '_' or '-'");
      }
      const auto at = find(name);
      const bool is_new = at == scenario_.levers.end();
      const bool changes = changes_some_keys(node->children[i]);
      if (changes && (is_new || !measure.empty())) {
        problems_.add(file, place.line, place.column,
                      fmt::format("lever '{}' has no 'lever', which says of what kind it is; without it an "
                                  "entry changes a lever of what its scenario extends or of its measures, "
                                  "and there is none of this name{}",
                                  name, did_you_mean(name, names())));
        flawed_.insert(name);
        continue;
      }
      if (changes && flawed_.contains(name)) continue;  // what it changes is told already
      const yaml::Node entry =
          changes ? with_changes(written_.at(name), node->children[i], place) : node->children[i];
      const std::size_t before = problems_.size();
      Lever lever = read_lever(entry, name, file, evidence_, problems_);
      if (changes) keep_places(node->children[i], *at, lever);
      if (is_new || measure.empty()) written_[name] = entry;
      if (problems_.size() > before) {
        flawed_.insert(name);
        if (lever.kind == LeverKind::fee || lever.kind == LeverKind::supply) reading_.can_be_judged = false;
      } else {
        flawed_.erase(name);  // it replaces one that was
      }
      lever.line = place.line;
      if (lever.measure.empty()) lever.measure = measure;
      if (is_new) {
        scenario_.levers.push_back(std::move(lever));
      } else if (!measure.empty()) {
        problems_.add(file, place.line, place.column,
                      fmt::format("there is a lever '{}' at {}:{} already; expected another name in this "
                                  "measure",
                                  name, at->file, at->line));
      } else {
        *at = std::move(lever);
      }
    }
  }

  void read_parameters(yaml::Fields& fields) {
    const yaml::Node* node = fields.node("parameters");
    if (node == nullptr) return;
    yaml::Fields values(*node, file_, "the parameters", problems_);
    std::vector<std::string> known;
    for (const ParameterInfo& info : evidence_.parameters.info) known.push_back(info.key);
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      const std::string& key = node->keys[i];
      const ParameterInfo* info = evidence_.parameters.find(key);
      if (info == nullptr) {
        problems_.add(file_, node->key_places[i].line, node->key_places[i].column,
                      fmt::format("there is no parameter '{}'{}", key, did_you_mean(key, known)));
        continue;
      }
      const std::size_t before = problems_.size();
      const double value = values.number(key, info->value, {}, true);
      if (problems_.size() > before) continue;
      if (value < info->low || value > info->high) {
        values.problem(key, fmt::format("'{}': {} lies outside its prior range, {} to {} {}", key, value,
                                        info->low, info->high, info->unit));
      }
      scenario_.parameters.set(key, value);
      note("parameters." + key, node->children[i]);
    }
  }

  void read_switches(yaml::Fields& fields) {
    constexpr std::array<std::string_view, 2> positions{"off", "on"};
    const yaml::Node* node = fields.node("switches");
    if (node == nullptr) return;
    yaml::Fields switches(*node, file_, "'switches'", problems_);
    const auto registry = mechanism_registry();
    for (std::size_t i = 0; i < registry.size(); ++i) {
      const bool now = scenario_.mechanisms[i];
      const std::string code(registry[i].code);
      if (const yaml::Node* own = switches.node(code)) note("switches." + code, *own);
      scenario_.mechanisms[i] = switches.choice(code, positions, now ? 1 : 0) == 1;
    }
    switches.finish();
  }

  void read_structure(yaml::Fields& fields) {
    const yaml::Node* node = fields.node("structure");
    if (node == nullptr) return;
    yaml::Fields axes(*node, file_, "'structure'", problems_);
    for (const StructureAxis& axis : structure_registry()) {
      const std::string code(axis.code);
      if (const yaml::Node* own = axes.node(code)) note("structure." + code, *own);
      const int now = static_cast<int>(axis.of(scenario_.structure));
      const int chosen = axes.choice(code, codes_of(axis), now);
      axis.set(scenario_.structure, static_cast<std::size_t>(std::max(0, chosen)));
    }
    axes.finish();
  }

  ScenarioReading& reading_;
  Scenario& scenario_;
  const Evidence& evidence_;
  Problems& problems_;
  std::string file_;
  std::set<std::string> flawed_;               ///< names of levers
  std::map<std::string, yaml::Node> written_;  ///< each lever as it is in force
};

/// Tells when more levers act at the doors of services in one month than there is room for.
void check_doors(const Scenario& scenario, Problems& problems) {
  for (Month m = first_month; m < end_month; ++m) {
    std::size_t n = 0;
    for (const Lever& lever : scenario.levers) n += lever.strength(m) > 0 ? door_changes_of(lever) : 0;
    if (n <= most_door_changes) continue;
    problems.add(scenario.file.string(), 0, 0,
                 fmt::format("in {} {} levers act at the doors of services (a fee counts twice), expected at "
                             "most {}",
                             month_text(m), n, most_door_changes));
    return;
  }
}

}  // namespace

ScenarioReading read_scenario(const std::filesystem::path& file, const Evidence& evidence) {
  ScenarioReading reading;
  const std::vector<Source> chain = read_chain(file, reading.problems);
  Scenario& scenario = reading.scenario;
  scenario.name = file.stem().string();
  scenario.file = file;
  scenario.parameters = evidence.parameters;
  scenario.mechanisms.set();
  if (!reading.problems.empty()) reading.can_be_judged = false;
  for (const Source& source : chain) scenario.files.push_back(source.path.string());
  ScenarioReader reader(reading, evidence);
  for (auto source = chain.rbegin(); source != chain.rend(); ++source) {
    reader.apply(*source, source + 1 == chain.rend());
  }
  reader.leave_out_flawed();
  if (reading.problems.empty()) check_doors(scenario, reading.problems);
  return reading;
}

Scenario load_scenario(const std::filesystem::path& file, const Evidence& evidence) {
  ScenarioReading reading = read_scenario(file, evidence);
  reading.problems.throw_if_any();
  return std::move(reading.scenario);
}

}  // namespace uptake
