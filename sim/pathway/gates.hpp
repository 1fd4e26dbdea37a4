// SPDX-License-Identifier: Apache-2.0
// The gates that a family must pass, in its own order; the one where a journey stops is the reason for
// non-use.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace uptake {

/// The order is the family's (S4:6467-6470, S4:5877-5886). `served`: every gate was passed.
enum class Gate : std::uint8_t { recognise, informal, self_help, know, dare, afford, reach, wait, served };
inline constexpr std::size_t n_gates = 8;  ///< without `served`

using GateSet = std::uint8_t;  ///< a bit per gate
constexpr GateSet bit(Gate g) { return static_cast<GateSet>(1U << static_cast<unsigned>(g)); }

struct GateInfo {
  std::string_view code, label_en, label_nl, question;
};

inline constexpr std::array<GateInfo, n_gates + 1> gate_registry{{
    {"recognise", "does not see a need, or not a serious one", "ziet geen (ernstige) nood",
     "is there something to be helped with, and serious enough?"},
    {"informal", "enough help from partner, family or friends",
     "genoeg hulp van partner, familie of vrienden",
     "did partner or network help enough, or push towards a service?"},
    {"self_help", "enough from books, folders, websites", "genoeg aan boeken, folders of websites",
     "was a book, folder or website enough?"},
    {"know", "does not know a service that would take it", "kent geen dienst die zou passen",
     "does it know a service that would take it?"},
    {"dare", "does not dare or does not believe in it, or the partner will not",
     "durft niet, gelooft er niet in, of de partner wil niet",
     "shame, others' opinion, doubt that it helps, partner or child unwilling"},
    {"afford", "too expensive", "te duur", "the fee after its income rule against the family's means"},
    {"reach", "no suitable offer within reach", "geen gepast aanbod binnen bereik",
     "distance, hours, digital door, language and culture, ages served"},
    {"wait", "gave up waiting or was turned away", "haakte af tijdens het wachten of werd geweigerd",
     "is there a place before it gives up?"},
    {"served", "served", "krijgt hulp", "every gate was passed"},
}};

}  // namespace uptake
