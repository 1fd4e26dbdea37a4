// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/units.hpp"

#include <algorithm>
#include <array>

namespace uptake {
namespace {

struct Unit {
  std::string_view en, nl;
};

constexpr std::array units{Unit{"chance", "kans"},
                           Unit{"chance a contact", "kans per contact"},
                           Unit{"contacts", "contacten"},
                           Unit{"EUR a contact", "EUR per contact"},
                           Unit{"EUR a unit", "EUR per eenheid"},
                           Unit{"EUR a year", "EUR per jaar"},
                           Unit{"factor", "factor"},
                           Unit{"log", "logaritme"},
                           Unit{"logit", "logit"},
                           Unit{"minutes", "minuten"},
                           Unit{"months", "maanden"},
                           Unit{"parents", "ouders"},
                           Unit{"share", "aandeel"},
                           Unit{"share of families", "aandeel van de gezinnen"},
                           Unit{"share of families a month", "aandeel van de gezinnen per maand"},
                           Unit{"share of municipalities", "aandeel van de gemeenten"},
                           Unit{"share of parents", "aandeel van de ouders"},
                           Unit{"share of parents a month", "aandeel van de ouders per maand"},
                           Unit{"share of places", "aandeel van de plaatsen"},
                           Unit{"share of referrals", "aandeel van de doorverwijzingen"},
                           Unit{"share of requests", "aandeel van de aanvragen"},
                           Unit{"share of the way", "aandeel van de weg"},
                           Unit{"standard deviations", "standaardafwijkingen"},
                           Unit{"standard deviations a month", "standaardafwijkingen per maand"},
                           Unit{"worry units", "eenheden van zorgen"},
                           Unit{"years", "jaar"}};

}  // namespace

std::string_view unit_nl(std::string_view unit_en) {
  const auto at =
      std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.en == unit_en; });
  return at == units.end() ? std::string_view{} : at->nl;
}

}  // namespace uptake
