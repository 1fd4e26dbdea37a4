// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/pathway/universal.hpp"

namespace uptake {
namespace {

class LeverChecks {
 public:
  LeverChecks(const Lever& lever, const Parameters& parameters)
      : lever_(lever),
        parameters_(parameters),
        fields_(lever_registry()[static_cast<std::size_t>(lever.kind)].fields) {}

  std::vector<FieldProblem> all() {
    if (lever_.kind == LeverKind::fee) check_fee();
    if (lever_.kind == LeverKind::capacity && !lever_.who.everybody()) check_kept_places();
    if (lever_.kind == LeverKind::project_money) check_shorter("gap", "every");
    if (lever_.kind == LeverKind::campaign) {
      if (number("every") >= 1) check_shorter("wave", "every");
      without_meaning("wave", number("every") < 1, "without 'every'");
    }
    if (lever_.kind == LeverKind::lead_in) {
      const bool house = static_cast<ContactPoint>(lever_.choice("contact")) == ContactPoint::social_house;
      without_meaning("seen", !house, "but for the contact social_house");
    }
    return std::move(problems_);
  }

 private:
  void problem(std::string_view field, std::string message) {
    problems_.push_back({std::string(field), std::move(message)});
  }

  [[nodiscard]] double number(std::string_view field) const { return lever_.value(field, parameters_); }

  /// Another number than the usual one, where it would do nothing.
  void without_meaning(std::string_view key, bool it_has_none, std::string_view when) {
    const auto field = std::ranges::find(fields_, key, &LeverField::code);
    if (it_has_none && number(key) != field->fallback) problem(key, no_meaning(key, when));
  }

  void check_shorter(std::string_view part, std::string_view whole) {
    if (number(part) < number(whole)) return;
    problem(part, fmt::format("'{}' is {} months, expected less than '{}' ({})", part, number(part), whole,
                              number(whole)));
  }

  /// Places can be kept for some families, not taken from them alone.
  void check_kept_places() {
    const bool fewer = number("factor") < 1 || (lever_.bounds[0].given() && lever_.bounds[0].low < 1);
    if (fewer)
      problem("factor",
              "'factor': with 'who' the places that come on top are kept for these families; expected 1 or "
              "more");
  }

  void check_fee() {
    const int rule = lever_.choice("rule");
    without_meaning("amount", rule == fee_rule::free, "for this rule");
    without_meaning("low_income_amount", rule != fee_rule::income_related, "for this rule");
    without_meaning("doubt", rule != fee_rule::free, "for this rule");
    if (rule != fee_rule::income_related) return;
    if (number("low_income_amount") > number("amount"))
      problem("low_income_amount", "'low_income_amount' is more than 'amount'");
    check_amounts_apart();
  }

  /// In no draw may a low income pay more than others.
  void check_amounts_apart() {
    const auto bounds_of = [&](std::string_view key) {
      const auto i =
          static_cast<std::size_t>(std::ranges::find(fields_, key, &LeverField::code) - fields_.begin());
      if (lever_.named[i] != nullptr) return Bounds{};
      return lever_.bounds[i].given() ? lever_.bounds[i] : Bounds{lever_.values[i], lever_.values[i]};
    };
    const Bounds low = bounds_of("low_income_amount");
    const Bounds all = bounds_of("amount");
    if (!low.given() && !all.given()) return;
    if (low.high > all.low)
      problem("low_income_amount",
              fmt::format("the range of 'low_income_amount' goes up to {}, but that of 'amount' begins "
                          "at {}: in some draws a low income would pay more",
                          low.high, all.low));
  }

  const Lever& lever_;
  const Parameters& parameters_;
  std::span<const LeverField> fields_;
  std::vector<FieldProblem> problems_;
};

}  // namespace

std::vector<FieldProblem> contradictions(const Lever& lever, const Parameters& parameters) {
  return LeverChecks(lever, parameters).all();
}

std::string no_meaning(std::string_view field, std::string_view when) {
  return fmt::format("'{}' has no meaning {}", field, when);
}

}  // namespace uptake
