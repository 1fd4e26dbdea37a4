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

}  // namespace uptake
