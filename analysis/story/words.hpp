// SPDX-License-Identifier: Apache-2.0
// The same said in English and Dutch: numbers, months, and the labels of the registries.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/month.hpp"
#include "sim/evidence/variables.hpp"
#include "sim/pathway/gates.hpp"

namespace uptake::story {

struct Both {
  std::string en, nl;
  bool operator==(const Both&) const = default;
};
Both operator+(const Both& a, const Both& b);
Both operator+(const Both& a, const char* b);
Both capital(const Both& b);
/// "a, b and c".
Both listed(const std::vector<Both>& all);

Both number(double x, int digits = 1);  ///< without zeros that say nothing; Dutch with a comma
Both signed_number(double x);
Both months(double n);
Both times(int n);
Both euros(double x);
Both logits(double x);
/// The month as a reader writes it: "June 2027", "juni 2027".
Both month_words(Month month);

Both support(Domain d);  ///< "parenting support"
Both subject(Domain d);  ///< "bringing up the children"
/// Of the registry of variables.
Both variable_label(std::string_view variable);
Both label(std::string_view variable, std::size_t category);
Both helped_words(Helped helped);
Both gate_label(Gate gate);
Both with_policy(bool in_scenario);

}  // namespace uptake::story
