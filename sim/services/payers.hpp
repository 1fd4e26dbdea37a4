// SPDX-License-Identifier: Apache-2.0
// Who pays: the codes and names of payers, in the order of Payer.
#pragma once

#include <array>
#include <string_view>

namespace uptake {

struct PayerInfo {
  std::string_view code, label_en, label_nl;
};

inline constexpr std::array<PayerInfo, 4> payer_registry{
    {{"flemish", "Flemish government", "Vlaamse overheid"},
     {"federal", "Federal (health insurance)", "Federale overheid (ziekteverzekering)"},
     {"local", "Local government", "Lokale besturen"},
     {"family", "Families themselves", "Gezinnen zelf"}}};

/// The codes alone.
inline constexpr auto payer_codes = [] {
  std::array<std::string_view, payer_registry.size()> codes;
  for (std::size_t p = 0; p < codes.size(); ++p) codes[p] = payer_registry[p].code;
  return codes;
}();

}  // namespace uptake
