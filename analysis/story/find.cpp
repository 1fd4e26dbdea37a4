// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/find.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/errors.hpp"
#include "sim/base/text.hpp"
#include "sim/survey/frame.hpp"

namespace uptake::story {
namespace {

/// The variables that a register knows of a family: the survey's background, and where it lives.
bool can_be_asked(const Variable& variable) {
  const auto place = static_cast<std::size_t>(&variable - variables().data());
  const bool background = place > index(Item::total) && place <= index(Item::union_status);
  return background || variable.code == "place" || variable.code == "size_class";
}

/// ASCII letters only: no label begins with another.
std::string small_letters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return small;
}

/// Words with one space between them, in small letters.
std::string plain(std::string_view text) {
  std::string words;
  for (const std::string& word : split(small_letters(text), ' ')) {
    if (!trim(word).empty()) words += (words.empty() ? "" : " ") + std::string(trim(word));
  }
  return words;
}

/// A code, and the label in either language up to a colon.
std::vector<std::string> names_of(std::string_view code, std::string_view en, std::string_view nl) {
  std::vector<std::string> names;
  for (const std::string_view name : {code, en, nl})
    names.push_back(small_letters(name.substr(0, name.find(':'))));
  return names;
}

/// The domain that is named, as bits; 0 where none is.
std::uint8_t domain_named(std::string_view words) {
  constexpr std::array<std::string_view, n_domains> in_dutch{"relatie", "opvoeding"};
  for (std::size_t d = 0; d < n_domains; ++d) {
    if (words == code(static_cast<Domain>(d)) || words == in_dutch[d])
      return static_cast<std::uint8_t>(1U << d);
  }
  return 0;
}

bool read_status(const std::string& words, Condition& condition) {
  for (std::size_t s = 0; s < status_registry.size(); ++s) {
    const StatusInfo& info = status_registry[s];
    for (const std::string& name : names_of(info.code, info.label_en, info.label_nl)) {
      if (!words.starts_with(name)) continue;
      const std::string_view rest = trim(std::string_view(words).substr(name.size()));
      const std::uint8_t domains = rest.empty() ? condition.domains : domain_named(rest);
      if (domains == 0) continue;
      condition.is_status = true;
      condition.status = static_cast<Status>(s);
      condition.domains = domains;
      return true;
    }
  }
  return false;
}

/// Whether the words name the category: `variable=category`, `variable category`, or the category alone.
bool names_category(const std::string& words, const Variable& variable, const Category& category) {
  const auto of_variable = names_of(variable.code, variable.label_en, variable.label_nl);
  for (const std::string& name : names_of(category.code, category.label_en, category.label_nl)) {
    if (words == name) return true;
    for (const std::string& whose : of_variable) {
      if (words == fmt::format("{}={}", whose, name) || words == fmt::format("{} {}", whose, name))
        return true;
    }
  }
  return false;
}

/// A category's name alone will do where one variable alone has it.
void read_category(const std::string& words, Condition& condition, Problems& problems) {
  const std::size_t cut = words.find_first_of("= ");
  const std::string_view first = trim(std::string_view(words).substr(0, cut));
  const std::string_view second =
      cut == std::string::npos ? std::string_view{} : trim(std::string_view(words).substr(cut + 1));
  std::vector<std::string> fits;
  for (std::size_t v = 0; v < variables().size(); ++v) {
    const Variable& variable = variables()[v];
    if (!can_be_asked(variable)) continue;
    for (std::size_t c = 0; c < variable.categories.size(); ++c) {
      if (!names_category(words, variable, variable.categories[c])) continue;
      condition.variable = v;
      condition.category = static_cast<int>(c);
      fits.push_back(fmt::format("{}={}", variable.code, variable.categories[c].code));
    }
  }
  if (fits.size() == 1) return;
  if (fits.size() > 1) {
    problems.add({}, 0, 0,
                 fmt::format("--find: '{}' can mean {}; expected one of these", words,
                             one_of(std::vector<std::string_view>(fits.begin(), fits.end()))));
    return;
  }
  const Variable* named = second.empty() ? nullptr : find_variable(first);
  if (named != nullptr && can_be_asked(*named)) {
    std::vector<std::string_view> codes;
    for (const Category& category : named->categories) codes.push_back(category.code);
    problems.add({}, 0, 0,
                 fmt::format("--find: '{}' has no '{}'; expected {}", first, second, one_of(codes)));
    return;
  }
  problems.add(
      {}, 0, 0,
      fmt::format(
          "--find: '{}' is not known{}; expected a status (newly reached, no longer reached, reached in "
          "both, never reached; a domain may follow) or a category such as single_parent or "
          "youngest_age=0_2",
          words, did_you_mean(words, known_conditions())));
}

}  // namespace

Status status_of(bool baseline, bool scenario) {
  return scenario ? (baseline ? Status::reached_in_both : Status::newly_reached)
                  : (baseline ? Status::no_longer_reached : Status::never_reached);
}

std::vector<std::string> known_conditions() {
  std::vector<std::string> known;
  for (const StatusInfo& status : status_registry) {
    known.emplace_back(status.code);
    for (const Domain domain : both_domains) known.push_back(fmt::format("{} {}", status.code, code(domain)));
  }
  for (const Variable& variable : variables()) {
    if (!can_be_asked(variable)) continue;
    for (const Category& category : variable.categories) {
      known.emplace_back(category.code);
      known.push_back(fmt::format("{}={}", variable.code, category.code));
    }
  }
  return known;
}

std::vector<Condition> read_conditions(std::string_view text) {
  std::vector<Condition> conditions;
  Problems problems;
  for (const std::string& part : split(text, ',')) {
    const std::string words = plain(part);
    if (words.empty()) continue;
    Condition condition;
    condition.text = words;
    if (!read_status(words, condition)) {
      condition.is_status = false;
      read_category(words, condition, problems);
    }
    conditions.push_back(std::move(condition));
  }
  if (conditions.empty() && problems.empty()) {
    problems.add({}, 0, 0, "--find: expected at least one condition, such as 'newly reached, single_parent'");
  }
  problems.throw_if_any();
  return conditions;
}

Found find_families(const World& world, const std::vector<Condition>& conditions, const ContactSet& baseline,
                    const ContactSet& scenario) {
  const auto has_status = [&](const Condition& condition, HouseholdId family) {
    bool any = false, all = true;
    for (std::size_t d = 0; d < n_domains; ++d) {
      if (((condition.domains >> d) & 1U) == 0) continue;
      const bool fits = status_of(baseline.contact[d].contains(family),
                                  scenario.contact[d].contains(family)) == condition.status;
      any = any || fits;
      all = all && fits;
    }
    return condition.status == Status::never_reached ? all : any;
  };
  const auto has_category = [&](const Condition& condition, ParentId parent) {
    const Municipality& town = world.in.evidence->municipalities.list[world.town[parent]];
    const std::string_view code = variables()[condition.variable].code;
    if (code == "place") return static_cast<int>(town.urbanity) == condition.category;
    if (code == "size_class") return town.size_class == condition.category;
    return ((situation(world, parent, static_cast<Item>(condition.variable)) >> condition.category) & 1U) !=
           0;
  };

  const Frame frame = everybody(world);
  const auto& weight = frame.weight[static_cast<std::size_t>(Sample::resident)];
  std::vector<std::uint8_t> is_family(world.in.population->n_households(), 0);
  std::vector<std::uint8_t> fits_all(is_family.size(), 1);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (weight[i] > 0) is_family[frame.household[i]] = 1;
  }
  Found found;
  for (const Condition& condition : conditions) {
    std::vector<std::uint8_t> fits(is_family.size(), 0);
    for (std::size_t i = 0; i < frame.size(); ++i) {
      if (weight[i] > 0 && (condition.is_status ? has_status(condition, frame.household[i])
                                                : has_category(condition, frame.parent[i]))) {
        fits[frame.household[i]] = 1;
      }
    }
    std::size_t n = 0;
    for (std::size_t h = 0; h < fits.size(); ++h) {
      n += fits[h];
      fits_all[h] = fits_all[h] != 0 && fits[h] != 0 ? 1 : 0;
    }
    found.fit_one.push_back(n);
  }
  for (std::size_t h = 0; h < is_family.size(); ++h) {
    if (is_family[h] == 0) continue;
    ++found.n_families;
    if (fits_all[h] != 0) found.families.push_back(static_cast<HouseholdId>(h));
  }
  return found;
}

}  // namespace uptake::story
