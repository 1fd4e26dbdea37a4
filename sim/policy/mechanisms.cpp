// SPDX-License-Identifier: Apache-2.0
#include "sim/policy/mechanisms.hpp"

#include <array>

namespace uptake {
namespace {

constexpr std::array mechanisms{
    MechanismInfo{
        "recognise", "recognising a need", "een nood herkennen",
        "A family looks for help only when it sees a need, the more surely the higher its worry or strain."},
    MechanismInfo{"informal", "informal help", "informele hulp",
                  "Partner or network may help enough; the network may also push towards a service."},
    MechanismInfo{"self_help", "self-help", "zelfhulp", "A book, folder or website may be enough."},
    MechanismInfo{"know", "knowing the offer", "het aanbod kennen",
                  "Only a service that the family knows and that suits the problem can be chosen."},
    MechanismInfo{
        "dare", "daring", "durven",
        "Shame, others' opinion, doubt and an unwilling partner stop a journey; trust and norms help it."},
    MechanismInfo{"afford", "affording", "kunnen betalen",
                  "A fee against the family's means stops a journey."},
    MechanismInfo{"reach", "reaching", "kunnen bereiken",
                  "Distance, hours, digital door, language and ages served stop a journey."},
    MechanismInfo{
        "wait", "waiting", "wachten",
        "Places are limited: families queue, give up, or are turned away. Off: everybody is served at once."},
    MechanismInfo{"word_of_mouth", "word of mouth", "mond-tot-mondreclame",
                  "Parents who were helped tell their ties which service it was."},
    MechanismInfo{"norms", "norms", "normen", "Good and bad experience among one's ties moves daring."},
    MechanismInfo{"universal_contacts", "universal contacts", "universele contacten",
                  "Kind en Gezin, school and GP see nearly all families; they inform, detect and refer."},
    MechanismInfo{
        "referral", "onward referral", "doorverwijzing",
        "A service that ends may refer to another, warmly or by an address; failed hops cost trust."},
    MechanismInfo{"couple_rule", "the couple rule", "de koppelregel",
                  "For relationship support the partner's unwillingness can stop the journey of a couple."},
    MechanismInfo{"enriching", "use without need", "gebruik zonder nood",
                  "Families also use support to enrich family life, most in a child's first year."},
    MechanismInfo{"ending", "support at an ending", "ondersteuning bij het einde van een relatie",
                  "A separation itself is an occasion to seek support."},
    MechanismInfo{"crisis", "crisis before an ending", "crisis vóór een breuk",
                  "Strain rises in the run-up to a separation."},
    MechanismInfo{"forgetting", "forgetting", "vergeten", "Use of long ago is no longer told to the survey."},
    MechanismInfo{"trust", "trust", "vertrouwen", "Own good or bad experience changes daring."},
    MechanismInfo{"need_relief", "relief", "verlichting", "Formal and informal help lower need."},
    MechanismInfo{"triage", "triage", "triage", "Some services take vulnerable families first."},
    MechanismInfo{"explain_offer", "explaining the offer", "het aanbod uitleggen",
                  "A first contact may explain what else there is."},
    MechanismInfo{"second_type", "a second sort of help", "een tweede soort hulp",
                  "Beside the help that begins, a family may consult another profession or door."},
    MechanismInfo{
        "earlier_life", "an earlier life", "een vroeger leven",
        "Couples have had their years before the first child; a new partner with children brings the "
        "past of a lone parent. Off: all enter without a past."},
};
static_assert(mechanisms.size() == n_mechanisms);

}  // namespace

std::span<const MechanismInfo> mechanism_registry() { return mechanisms; }

}  // namespace uptake
