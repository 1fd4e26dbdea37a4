// SPDX-License-Identifier: Apache-2.0
#include "analysis/story/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace uptake::story {

Both operator+(const Both& a, const Both& b) { return {a.en + b.en, a.nl + b.nl}; }
Both operator+(const Both& a, const char* b) { return {a.en + b, a.nl + b}; }

namespace {
std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}
}  // namespace

Both capital(const Both& b) { return {capital(b.en), capital(b.nl)}; }

Both number(double x, int digits) {
  std::string text = fmt::format("{:.{}f}", x, digits);
  if (digits > 0) {
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
  }
  if (text == "-0") text = "0";
  std::string dutch = text;
  std::replace(dutch.begin(), dutch.end(), '.', ',');
  return {text, dutch};
}
Both signed_number(double x) {
  Both n = number(x, 2);
  return x > 0 ? Both{"+" + n.en, "+" + n.nl} : n;
}
Both months(double n) {
  const Both x = number(n);
  return {x.en + (x.en == "1" ? " month" : " months"), x.nl + (x.nl == "1" ? " maand" : " maanden")};
}
Both times(int n) {
  if (n == 1) return {"once", "één keer"};
  if (n == 2) return {"twice", "twee keer"};
  return {fmt::format("{} times", n), fmt::format("{} keer", n)};
}
Both euros(double x) {
  std::string text = fmt::format("{:.{}f}", x, x == std::floor(x) ? 0 : 2);
  std::string dutch = text;
  std::replace(dutch.begin(), dutch.end(), '.', ',');
  return {"EUR " + text, dutch + " euro"};
}
Both logits(double x) { return signed_number(x) + " logit"; }

Both listed(const std::vector<Both>& all) {
  Both text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool last = i + 1 == all.size();
    if (i > 0) text = text + (last ? Both{" and ", " en "} : Both{", ", ", "});
    text = text + all[i];
  }
  return text;
}

Both support(Domain d) {
  return d == Domain::relationship ? Both{"relationship support", "relatieondersteuning"}
                                   : Both{"parenting support", "opvoedingsondersteuning"};
}
Both subject(Domain d) {
  return d == Domain::relationship ? Both{"the relationship", "de relatie"}
                                   : Both{"bringing up the children", "de opvoeding"};
}
Both label(std::string_view variable, std::size_t category) {
  const Category& found = find_variable(variable)->categories[category];
  return {std::string(found.label_en), std::string(found.label_nl)};
}
Both variable_label(std::string_view variable) {
  const Variable& found = *find_variable(variable);
  return {std::string(found.label_en), std::string(found.label_nl)};
}
Both helped_words(Helped helped) { return label("helped", static_cast<std::size_t>(helped)); }
Both gate_label(Gate gate) {
  const GateInfo& info = gate_registry[static_cast<std::size_t>(gate)];
  return {std::string(info.label_en), std::string(info.label_nl)};
}
Both with_policy(bool in_scenario) {
  return in_scenario ? Both{"with the policy", "met het beleid"}
                     : Both{"without the policy", "zonder het beleid"};
}

Both month_words(Month month) {
  constexpr std::array en{"January", "February", "March",     "April",   "May",      "June",
                          "July",    "August",   "September", "October", "November", "December"};
  constexpr std::array nl{"januari", "februari", "maart",     "april",   "mei",      "juni",
                          "juli",    "augustus", "september", "oktober", "november", "december"};
  const auto m = static_cast<std::size_t>(calendar_month_of(month) - 1);
  return {fmt::format("{} {}", en[m], year_of(month)), fmt::format("{} {}", nl[m], year_of(month))};
}

}  // namespace uptake::story
