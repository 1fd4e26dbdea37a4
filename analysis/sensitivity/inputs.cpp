// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/text.hpp"

namespace uptake {
namespace {

SensitivityInput of_parameter(const ParameterInfo& info) {
  SensitivityInput input;
  input.kind = InputKind::parameter;
  input.axis.path = "parameters." + info.key;
  input.axis.parameter = info.key;
  input.spread = info;
  input.least = -1e300;
  input.most = 1e300;
  input.unit = info.unit;
  input.meaning_en = info.meaning;
  input.source = info.source;
  input.status = code(info.status);
  return input;
}

SensitivityInput of_lever(const Lever& lever, std::size_t index) {
  const LeverField& field = lever_registry()[static_cast<std::size_t>(lever.kind)].fields[index];
  const auto first_sentence = [](std::string_view text) {
    return std::string(text.substr(0, text.find(". ")));
  };
  SensitivityInput input;
  input.kind = InputKind::lever;
  input.axis.path = fmt::format("levers.{}.{}", lever.name, field.code);
  input.axis.lever = lever.name;
  input.axis.field = field.code;
  input.spread = spread_of(lever.bounds[index], field.type == FieldType::share);
  input.least = field.low;
  input.most = field.high;
  input.unit = field.unit;
  input.meaning_en = first_sentence(field.help_en);
  input.meaning_nl = first_sentence(field.help_nl);
  input.source = lever.source;
  input.status = code(lever.grade);
  return input;
}

SensitivityInput of_seed(InputKind kind) {
  struct Words {
    const char *en, *nl;
  };
  constexpr std::array<Words, 3> words{{{"Which families are drawn", "Welke gezinnen getrokken worden"},
                                        {"Which ties they have", "Welke banden ze hebben"},
                                        {"What happens to them by chance", "Wat hen bij toeval overkomt"}}};
  const auto at = static_cast<std::size_t>(kind) - static_cast<std::size_t>(InputKind::population);
  SensitivityInput input;
  input.kind = kind;
  input.axis.path = seed_inputs[at];
  input.meaning_en = words[at].en;
  input.meaning_nl = words[at].nl;
  return input;
}

/// A number that may be an input, and where it is written.
struct Candidate {
  SensitivityInput input;
  bool has_range = false;  ///< by itself
  bool is_usual = false;   ///< `parameters` and `levers` mean it
  Measured counts = Measured::plain;
  std::string instead;  ///< why it can be none
  WrittenAt place;
};

void add_lever(const Lever& lever, bool is_own, std::vector<Candidate>& all) {
  const auto fields = lever_registry()[static_cast<std::size_t>(lever.kind)].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Candidate one{of_lever(lever, i), lever.bounds[i].given(), false, counts_of(fields[i]), {}, {}};
    one.is_usual = is_own && one.has_range;
    if (fields[i].type == FieldType::choice) {
      one.instead = "is a choice, expected a number";
    } else if (lever.named[i] != nullptr) {
      one.instead = fmt::format("is the parameter {}; expected 'parameters.{}'", lever.named[i]->key,
                                lever.named[i]->key);
    }
    if (const auto at = lever.places.find(fields[i].code); at != lever.places.end()) one.place = at->second;
    all.push_back(std::move(one));
  }
}

std::vector<Candidate> candidates(const Study& study) {
  std::vector<Candidate> all;
  for (const ParameterInfo& info : study.evidence.parameters.info)
    all.push_back(
        {of_parameter(info), true, info.status == ParameterStatus::calibrated, Measured::plain, {}, {}});
  const std::size_t last = study.scenarios.size() - 1;
  const std::vector<const Lever*> own = study.own_levers(last);
  for (const Lever& lever : study.scenarios[last].levers)
    add_lever(lever, std::ranges::find(own, &lever) != own.end(), all);
  for (const InputKind kind : {InputKind::population, InputKind::network, InputKind::chance})
    all.push_back({of_seed(kind), false, false, Measured::plain, {}, {}});
  return all;
}

class InputReader {
 public:
  InputReader(const Study& study, Problems& problems)
      : study_(study), problems_(problems), all_(candidates(study)) {}

  void read(const std::string& asked) {
    const auto equals = asked.find('=');
    const std::string path(trim(std::string_view(asked).substr(0, equals)));
    const auto found = std::ranges::find(all_, path, [](const Candidate& c) { return c.input.axis.path; });
    const auto tell = [&](const std::string& what) {
      problems_.add({}, 0, 0, fmt::format("--input {}: {}", asked, what));
    };
    if (found != all_.end()) return one(*found, asked, equals, tell);
    if (equals != std::string::npos && begins_some(path))
      return tell("a range is for one input, expected the path of one");
    const std::size_t before = inputs_.size();
    bool known = false;
    for (const Candidate& c : all_) {
      if (!c.input.axis.path.starts_with(path + ".")) continue;
      known = true;
      if (c.is_usual) add(c.input, tell);
    }
    if (!known) {
      tell(
          fmt::format("there is no such input{}; expected parameters.KEY, levers.NAME.FIELD, population, "
                      "network or chance",
                      did_you_mean(path, paths())));
    } else if (inputs_.size() == before) {
      const Scenario& scenario = study_.scenarios.back();
      problems_.add(
          path.starts_with("levers") ? scenario.file.string() : std::string(), 0, 0,
          path.starts_with("levers")
              ? fmt::format("--input {}: no number of a lever of {} has a range to be varied in; "
                            "expected one in the file, as '15 % (10 % to 20 %)', or "
                            "--input levers.NAME.FIELD=LOW..HIGH",
                            asked, scenario.name)
              : fmt::format("--input {}: none of these is calibrated; expected the whole key of one", asked));
    }
  }

  [[nodiscard]] bool has_usual_levers() const {
    return std::ranges::any_of(
        all_, [](const Candidate& c) { return c.is_usual && c.input.kind == InputKind::lever; });
  }
  std::vector<SensitivityInput> take() { return std::move(inputs_); }

 private:
  template <class Tell>
  void one(const Candidate& candidate, const std::string& asked, std::size_t equals, const Tell& tell) {
    if (!candidate.instead.empty()) return tell(candidate.instead);
    SensitivityInput input = candidate.input;
    if (equals != std::string::npos) {
      if (input.is_seed()) return tell("a seed has no range, expected its name alone");
      const std::optional<Bounds> bounds = range(asked.substr(equals + 1), candidate, tell);
      if (!bounds) return;
      if (input.kind == InputKind::lever) {
        input.spread = spread_of(*bounds, candidate.counts == Measured::share);
      } else {
        input.spread.low = bounds->low;
        input.spread.high = bounds->high;
      }
    } else if (!input.is_seed() && !candidate.has_range) {
      problems_.add(candidate.place.file, candidate.place.line, candidate.place.column,
                    fmt::format("--input {}: the number has no range to be varied in; expected one in the "
                                "file, as '15 % (10 % to 20 %)', or --input {}=LOW..HIGH",
                                asked, input.axis.path));
      return;
    }
    add(std::move(input), tell);
  }

  /// LOW..HIGH in the units that a file may have.
  template <class Tell>
  std::optional<Bounds> range(const std::string& text, const Candidate& candidate, const Tell& tell) {
    const auto dots = text.find("..");
    const auto number = [&](std::string_view part) -> std::optional<double> {
      const QuantityRead read = read_quantity(trim(part), candidate.counts, candidate.input.unit);
      if (!read.quantity || read.quantity->bounds.given()) return {};
      return read.quantity->value;
    };
    const auto low =
        dots == std::string::npos ? std::nullopt : number(std::string_view(text).substr(0, dots));
    const auto high =
        dots == std::string::npos ? std::nullopt : number(std::string_view(text).substr(dots + 2));
    if (!low || !high) {
      tell("expected a range as LOW..HIGH, in the unit of the input");
      return {};
    }
    const SensitivityInput& input = candidate.input;
    if (!(*low < *high)) {
      tell(fmt::format("expected LOW below HIGH, found {} and {}", *low, *high));
    } else if (*low < input.least || *high > input.most) {
      tell(fmt::format("expected a range within {} to {}", input.least, input.most));
    } else if (input.kind == InputKind::parameter && input.spread.scale != Scale::linear && *low <= 0) {
      tell("this parameter has a logarithmic or logit scale, expected LOW above zero");
    } else if (input.kind == InputKind::parameter && input.spread.scale == Scale::logit && *high >= 1) {
      tell("this parameter has a logit scale, expected HIGH below one");
    } else {
      return Bounds{*low, *high};
    }
    return {};
  }

  template <class Tell>
  void add(SensitivityInput input, const Tell& tell) {
    const bool is_there = std::ranges::any_of(
        inputs_, [&](const SensitivityInput& other) { return other.axis.path == input.axis.path; });
    if (is_there) return tell(fmt::format("{} is asked for twice", input.axis.path));
    inputs_.push_back(std::move(input));
  }

  [[nodiscard]] bool begins_some(const std::string& path) const {
    return std::ranges::any_of(all_,
                               [&](const Candidate& c) { return c.input.axis.path.starts_with(path + "."); });
  }
  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> known{"parameters", "levers"};
    for (const Candidate& c : all_) {
      const std::string& path = c.input.axis.path;
      known.push_back(path);
      if (const std::string above = path.substr(0, path.rfind('.')); above != known.back())
        known.push_back(above);
    }
    return known;
  }

  const Study& study_;
  Problems& problems_;
  std::vector<Candidate> all_;
  std::vector<SensitivityInput> inputs_;
};

}  // namespace

double SensitivityInput::at(double u) const { return std::clamp(spread.at(u), least, most); }

std::vector<SensitivityInput> read_inputs(const std::vector<std::string>& asked, const Study& study,
                                          Problems& problems) {
  InputReader reader(study, problems);
  for (const std::string& one : asked) reader.read(one);
  if (asked.empty()) {
    reader.read("parameters");
    if (reader.has_usual_levers()) reader.read("levers");
  }
  return reader.take();
}

std::vector<SensitivityInput> drawn_inputs(const Study& study) {
  std::vector<SensitivityInput> inputs;
  for (const std::string& key : study.posterior.keys) {
    if (const ParameterInfo* info = study.evidence.parameters.find(key); info != nullptr)
      inputs.push_back(of_parameter(*info));
  }
  for (const Lever& lever : study.scenarios.back().levers) {
    for (std::size_t i = 0; i < lever.bounds.size(); ++i) {
      if (lever.bounds[i].given()) inputs.push_back(of_lever(lever, i));
    }
  }
  return inputs;
}

}  // namespace uptake
