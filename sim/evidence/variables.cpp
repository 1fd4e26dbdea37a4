// SPDX-License-Identifier: Apache-2.0
#include "sim/evidence/variables.hpp"

#include <array>

namespace uptake {
namespace {

using C = Category;
constexpr std::array total{C{"total", "all families", "alle gezinnen"}};
constexpr std::array gender{C{"men", "fathers", "vaders"}, C{"women", "mothers", "moeders"}};
constexpr std::array age{C{"lt35", "under 35", "jonger dan 35"}, C{"35_44", "35-44", "35-44"},
                         C{"45_54", "45-54", "45-54"}, C{"55plus", "55 and over", "55 en ouder"}};
constexpr std::array origin{C{"belgium", "Belgium", "België"}, C{"eu_plus", "EU+", "EU+"},
                            C{"non_eu_plus", "outside EU+", "niet-EU+"}};
constexpr std::array education{C{"lower_secondary", "lower secondary", "lager secundair"},
                               C{"upper_secondary", "upper secondary", "hoger secundair"},
                               C{"higher", "higher education", "hoger onderwijs"}};
constexpr std::array yes_no{C{"yes", "can afford it", "kan het betalen"},
                            C{"no", "cannot afford it", "kan het niet betalen"}};
constexpr std::array form{C{"intact", "intact family", "intact gezin"},
                          C{"single_parent", "single parent", "eenoudergezin"},
                          C{"stepfamily", "stepfamily", "samengesteld gezin"}};
constexpr std::array children{C{"1", "one child", "één kind"}, C{"2", "two children", "twee kinderen"},
                              C{"3", "three children", "drie kinderen"},
                              C{"4plus", "four or more", "vier of meer"}};
constexpr std::array youngest{C{"0_2", "0-2", "0-2"}, C{"3_5", "3-5", "3-5"}, C{"6_11", "6-11", "6-11"},
                              C{"12_17", "12-17", "12-17"}, C{"18_24", "18-24", "18-24"}};
constexpr std::array union_status{
    C{"married", "married", "gehuwd"}, C{"legally_cohabiting", "legally cohabiting", "wettelijk samenwonend"},
    C{"neither", "neither (de facto or apart)", "geen van beide (feitelijk samenwonend of LAT)"}};
constexpr std::array satisfaction{C{"satisfied", "satisfied", "tevreden"},
                                  C{"less_satisfied", "less satisfied", "minder tevreden"}};
constexpr std::array quality{C{"good", "good", "goed"}, C{"less_good", "less good", "minder goed"}};
constexpr std::array worries{C{"none", "no worries", "geen zorgen"}, C{"a_little", "a little", "een beetje"},
                             C{"fairly", "fairly", "tamelijk erg"}, C{"very", "very", "heel erg"}};
constexpr std::array support{
    C{"very_much", "very much", "heel veel"}, C{"fairly", "fairly much", "tamelijk veel"},
    C{"a_little", "a little", "een beetje"}, C{"not_at_all", "not at all", "helemaal niet"}};
constexpr std::array box{
    C{"lecture_course_group", "lecture, course, group", "lezing, cursus, groep"},
    C{"info_online_print", "information online or in print", "informatie online of op papier"},
    C{"phone_online_help", "help by phone or online", "telefonische of onlinehulp"},
    C{"gp", "general practitioner", "huisarts"},
    C{"paediatrician", "paediatrician", "kinderarts"},
    C{"kind_en_gezin", "Kind en Gezin", "Kind en Gezin"},
    C{"parenting_shop", "parenting shop", "opvoedingswinkel"},
    C{"huis_van_het_kind", "Huis van het Kind", "Huis van het Kind"},
    C{"psych", "psychologist, therapist, psychiatrist", "psycholoog, therapeut, psychiater"},
    C{"mediator", "mediator", "bemiddelaar"},
    C{"clb_school", "CLB or school", "CLB of school"},
    C{"family_service", "service for families or youth care", "dienst voor gezinnen of jeugdhulp"},
    C{"other", "other", "andere"}};
constexpr std::array relation{C{"current", "the current relationship", "de huidige relatie"},
                              C{"previous", "a previous relationship", "een vorige relatie"},
                              C{"ending", "the ending of a relationship", "het beëindigen van een relatie"}};
constexpr std::array when{C{"last_year", "in the last year", "in het afgelopen jaar"},
                          C{"earlier", "earlier", "vroeger"}};
constexpr std::array reason{
    C{"no_need", "no need", "geen behoefte"},
    C{"not_serious", "not serious enough", "niet ernstig genoeg"},
    C{"solve_ourselves", "wanted to solve it ourselves", "wilde het zelf oplossen"},
    C{"enough_informal", "enough help from family or friends", "genoeg hulp van familie of vrienden"},
    C{"enough_self_help", "enough from books, folders, websites", "genoeg aan boeken, folders of websites"},
    C{"unknown", "did not know the offer", "kende het aanbod niet"},
    C{"not_dare", "did not dare", "durfde niet"},
    C{"others_opinion", "what others would think", "wat anderen zouden denken"},
    C{"not_believe", "did not believe that it helps", "geloofde niet dat het helpt"},
    C{"partner_unwilling", "the partner did not want to", "de partner wilde niet"},
    C{"child_unwilling", "the child did not want to", "het kind wilde niet"},
    C{"too_expensive", "too expensive", "te duur"},
    C{"no_offer_nearby", "no suitable offer nearby", "geen gepast aanbod in de buurt"},
    C{"other", "another reason", "een andere reden"}};
constexpr std::array place{C{"rural", "rural municipality", "landelijke gemeente"},
                           C{"urban", "urban municipality", "stedelijke gemeente"},
                           C{"centre", "centre town", "centrumstad"}};
constexpr std::array size_class{
    C{"lt10000", "fewer than 10,000 inhabitants", "minder dan 10.000 inwoners"},
    C{"10000_20000", "10,000 to 20,000 inhabitants", "10.000 tot 20.000 inwoners"},
    C{"20000_30000", "20,000 to 30,000 inhabitants", "20.000 tot 30.000 inwoners"},
    C{"30000_50000", "30,000 to 50,000 inhabitants", "30.000 tot 50.000 inwoners"},
    C{"50000plus", "50,000 inhabitants or more", "50.000 inwoners of meer"}};

constexpr std::array all{
    Variable{"total", "all families", "alle gezinnen", total},
    Variable{"gender", "parent", "ouder", gender},
    Variable{"age", "parent's age", "leeftijd van de ouder", age},
    Variable{"origin", "origin", "herkomst", origin},
    Variable{"education", "education", "opleiding", education},
    Variable{"holiday", "a week's holiday", "een week vakantie", yes_no},
    Variable{"unexpected_expense", "an unexpected expense", "een onverwachte uitgave", yes_no},
    Variable{"family_form", "family form", "gezinsvorm", form},
    Variable{"children", "number of children", "aantal kinderen", children},
    Variable{"youngest_age", "age of the youngest child", "leeftijd van het jongste kind", youngest},
    Variable{"union_status", "union", "relatiestatus", union_status},
    Variable{"relationship_satisfaction", "satisfaction with the relationship", "tevredenheid met de relatie",
             satisfaction},
    Variable{"relationship_quality", "quality of the relationship", "kwaliteit van de relatie", quality},
    Variable{"parenting_satisfaction", "satisfaction with parenting", "tevredenheid met de opvoeding",
             satisfaction},
    Variable{"worries", "worries about parenting", "zorgen over de opvoeding", worries},
    Variable{"partner_support", "support from the partner", "steun van de partner", support},
    Variable{"network_support", "support from the network", "steun van het netwerk", support},
    Variable{"support_type", "type of support", "soort ondersteuning", box},
    Variable{"relation", "for which relationship", "voor welke relatie", relation},
    Variable{"helped", "felt helped", "voelde zich geholpen", support},
    Variable{"helped_current", "felt helped, current relationship", "voelde zich geholpen, huidige relatie",
             support},
    Variable{"helped_previous", "felt helped, previous relationship", "voelde zich geholpen, vorige relatie",
             support},
    Variable{"helped_ending", "felt helped, ending", "voelde zich geholpen, beëindigen van een relatie",
             support},
    Variable{"when", "when", "wanneer", when},
    Variable{"nonuse_reason", "reason for not using it", "reden van niet-gebruik", reason},
    Variable{"place", "place", "woonplaats", place},
    Variable{"size_class", "size of the municipality", "grootte van de gemeente", size_class}};

}  // namespace

std::string_view code(Domain d) { return domain_codes[static_cast<std::size_t>(d)]; }

std::span<const Variable> variables() { return all; }

std::span<const std::string_view> result_groups() {
  static constexpr std::array<std::string_view, 11> codes{
      "gender",      "age",      "origin",       "education", "holiday",   "unexpected_expense",
      "family_form", "children", "youngest_age", "place",     "size_class"};
  return codes;
}

const Variable* find_variable(std::string_view wanted) {
  for (const Variable& v : all) {
    if (v.code == wanted) return &v;
  }
  return nullptr;
}

int find_category(const Variable& variable, std::string_view wanted) {
  for (std::size_t i = 0; i < variable.categories.size(); ++i) {
    if (variable.categories[i].code == wanted) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace uptake
