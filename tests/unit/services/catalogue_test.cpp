// SPDX-License-Identifier: Apache-2.0
#include "sim/services/catalogue.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <bit>

#include "bad_input.hpp"

namespace uptake {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::filesystem::path real = test::data_file("services/services.yaml");

std::vector<const Figure*> figures(const ServiceType& t) {
  return {&t.fee_per_contact, &t.fee_low_income, &t.contacts,  &t.months, &t.wait_weeks, &t.families_per_year,
          &t.cost_per_family, &t.stigma,         &t.perceived, &t.fit,    &t.quality};
}

TEST(Catalogue, HoldsTheTypesOfTheEvidence) {
  const Catalogue catalogue = load_catalogue(real);
  ASSERT_EQ(catalogue.types.size(), 35U);
  for (int i = 1; i <= 12; ++i) {
    const ServiceId k = catalogue.find(fmt::format("R{}", i));
    ASSERT_NE(k, no_service) << i;
    EXPECT_EQ(catalogue.types[k].domain, Domain::relationship) << i;
  }
  for (int i = 1; i <= 23; ++i) {
    const ServiceId k = catalogue.find(fmt::format("P{}", i));
    ASSERT_NE(k, no_service) << i;
    EXPECT_EQ(catalogue.types[k].domain, Domain::parenting) << i;
  }
  EXPECT_EQ(catalogue.find("R13"), no_service);
  EXPECT_EQ(std::popcount(catalogue.of_domain(Domain::relationship)), 12);
  EXPECT_EQ(std::popcount(catalogue.of_domain(Domain::parenting)), 23);
  EXPECT_EQ(catalogue.of_domain(Domain::relationship) & catalogue.of_domain(Domain::parenting), 0U);
}

TEST(Catalogue, EveryFigureHasASourceAndARange) {
  for (const ServiceType& t : load_catalogue(real).types) {
    EXPECT_FALSE(t.source.empty()) << t.code;
    EXPECT_FALSE(t.name_en.empty() || t.name_nl.empty()) << t.code;
    for (const Figure* f : figures(t)) {
      EXPECT_FALSE(f->source.empty()) << t.code;
      EXPECT_LE(f->low, f->value) << t.code;
      EXPECT_LE(f->value, f->high) << t.code;
    }
    // Nobody has measured these: a grade above assumption would be a false claim.
    for (const Figure* f : {&t.stigma, &t.fit, &t.perceived, &t.quality, &t.families_per_year}) {
      EXPECT_EQ(f->grade, Grade::assumption) << t.code << ": " << f->source;
    }
  }
}

TEST(Catalogue, KeepsTheFiguresOfTheEvidence) {
  const Catalogue c = load_catalogue(real);
  const auto type = [&](const char* code) -> const ServiceType& { return c.types[c.find(code)]; };
  EXPECT_EQ(type("R6").fee_per_contact.value, 11);  // services-in-flanders 3a R6
  EXPECT_EQ(type("R6").fee_low_income.value, 4);
  EXPECT_EQ(type("R6").fee_per_contact.grade, Grade::data);
  EXPECT_EQ(type("P4").fee_per_contact.value, 12);
  EXPECT_EQ(type("P17").cost_per_family.value, 5000);
  EXPECT_EQ(type("P17").cost_per_family.grade, Grade::data);
  EXPECT_EQ(type("P1").entry, Entry::universal);
  EXPECT_EQ(type("P1").cost_per_family.grade, Grade::assumption);
  EXPECT_EQ(type("P2").box_2016, Box::parenting_shop);
  EXPECT_EQ(type("P2").box_2021, Box::huis_van_het_kind);
  EXPECT_EQ(type("P12").box_2016, Box::other);  // asked in 2021 only (S0:1490)
  EXPECT_EQ(type("P12").box_2021, Box::lecture_course_group);
  EXPECT_TRUE(type("R2").self_help && type("P13").self_help);
}

TEST(Catalogue, EveryAnswerBoxOfAWaveIsReachable) {
  std::uint32_t relationship_2016 = 0, parenting_2016 = 0, parenting_2021 = 0;
  for (const ServiceType& t : load_catalogue(real).types) {
    auto& set = t.domain == Domain::relationship ? relationship_2016 : parenting_2016;
    set |= 1U << static_cast<unsigned>(t.box_2016);
    if (t.domain == Domain::parenting) parenting_2021 |= 1U << static_cast<unsigned>(t.box_2021);
  }
  const auto boxes = [](std::initializer_list<Box> list) {
    std::uint32_t set = 0;
    for (const Box b : list) set |= 1U << static_cast<unsigned>(b);
    return set;
  };
  // S0 Table 2 and Table 9.
  EXPECT_EQ(relationship_2016,
            boxes({Box::lecture_course_group, Box::info_online_print, Box::phone_online_help, Box::gp,
                   Box::psych, Box::mediator, Box::family_service, Box::other}));
  EXPECT_EQ(parenting_2016, boxes({Box::gp, Box::paediatrician, Box::kind_en_gezin, Box::parenting_shop,
                                   Box::psych, Box::clb_school, Box::other}));
  EXPECT_EQ(parenting_2021, boxes({Box::lecture_course_group, Box::info_online_print, Box::gp,
                                   Box::paediatrician, Box::kind_en_gezin, Box::huis_van_het_kind, Box::psych,
                                   Box::clb_school, Box::family_service, Box::other}));
}

class CatalogueRefuses : public ::testing::Test {
 protected:
  /// What is told of the real file with one change; the line of the change is written HERE.
  std::string told(const std::string& after, const std::string& from, const std::string& to) {
    const std::string text = test::changed(test::text_of(real), after, from, to);
    const auto file = test::written(text, ".yaml");
    return test::told_at(file, test::line_of(text, after, to), [&] { load_catalogue(file); });
  }
};

TEST_F(CatalogueRefuses, AValueOutsideItsOwnRange) {
  const std::string text = told("\n  R6:", "value: 11, low: 11", "value: 11, low: 12");
  EXPECT_THAT(text, AllOf(HasSubstr("HERE:"),
                          HasSubstr("'low' of 'fee_per_contact' is 12, expected at most its value 11")));
}

TEST_F(CatalogueRefuses, AnUnknownKey) {
  const std::string text = told("\n  R6:", "wait_weeks:", "wait_week:");
  EXPECT_THAT(
      text, AllOf(HasSubstr("HERE:"), HasSubstr("no key 'wait_week'"),
                  HasSubstr("did you mean 'wait_weeks'?"), HasSubstr("has no 'wait_weeks', which it needs")));
}

TEST_F(CatalogueRefuses, AFigureWithoutASource) {
  const std::string text = told("\n  P8:", "grade: assumption, source: \"psychiatry\"", "grade: assumption");
  EXPECT_THAT(text, HasSubstr("the figure 'stigma' has no 'source', which it needs"));
}

TEST_F(CatalogueRefuses, AnUnknownGrade) {
  const std::string text = told("\n  P8:", "grade: data", "grade: dato");
  EXPECT_THAT(text, AllOf(HasSubstr("HERE:"), HasSubstr("expected data, literature or assumption"),
                          HasSubstr("did you mean 'data'?")));
}

TEST_F(CatalogueRefuses, AgesAbove24) {
  const std::string text = told("\n  P8:", "to: 17}", "to: 25}");
  EXPECT_THAT(text,
              AllOf(HasSubstr("HERE:"), HasSubstr("'to': expected a whole number from 0 to 24, found '25'")));
}

TEST_F(CatalogueRefuses, AgesTheWrongWayRound) {
  const std::string text = told("\n  P19:", "{from: 12, to: 24}", "{from: 12, to: 11}");
  EXPECT_THAT(text, AllOf(HasSubstr("HERE:"), HasSubstr("'from' is 12, expected at most 'to', which is 11")));
}

TEST_F(CatalogueRefuses, AChanceAboveOne) {
  const std::string text = told("\n  P1:", "perceived: {value: 0.6", "perceived: {value: 6");
  EXPECT_THAT(text,
              AllOf(HasSubstr("HERE:"), HasSubstr("'value': expected a number from 0 to 1, found '6'")));
}

TEST_F(CatalogueRefuses, AnUnknownBoxAndABoxOfTheOtherWave) {
  EXPECT_THAT(told("\n  P5:", "box_2016: clb_school", "box_2016: clb_schol"),
              AllOf(HasSubstr("HERE:"), HasSubstr("did you mean 'clb_school'?")));
  EXPECT_THAT(told("\n  P2:", "box_2016: parenting_shop", "box_2016: huis_van_het_kind"),
              AllOf(HasSubstr("HERE:"), HasSubstr("the survey of 2016 did not list huis_van_het_kind")));
}

TEST_F(CatalogueRefuses, ALowIncomeFeeAboveTheFullFee) {
  EXPECT_THAT(told("\n  P4:", "fee_low_income: {value: 3, low: 3, high: 3",
                   "fee_low_income: {value: 13, low: 13, high: 13"),
              AllOf(HasSubstr("HERE:"), HasSubstr("expected at most the full fee 12")));
}

TEST_F(CatalogueRefuses, AServiceWithoutPlaces) {
  EXPECT_THAT(
      told("\n  P15:", "families_per_year: {value: 250, low: 150", "families_per_year: {value: 0, low: 0"),
      AllOf(HasSubstr("HERE:"), HasSubstr("expected a value above 0")));
}

TEST_F(CatalogueRefuses, EveryProblemAtOnce) {
  std::string text = test::text_of(real);
  text = test::changed(text, "\n  R1:", "domain: relationship", "domain: relation");
  text = test::changed(text, "\n  P9:", "payer: federal", "payer: state");
  text = test::changed(text, "\n  P23:", "quality: {value: 0", "quality: {value: good");
  const auto file = test::written(text, ".yaml");
  try {
    load_catalogue(file);
    FAIL() << "the file was taken";
  } catch (const BadInput& bad) {
    ASSERT_EQ(bad.problems().size(), 3U) << bad.what();
    EXPECT_EQ(bad.problems()[0].line, test::line_of(text, "\n  R1:", "domain: relation"));
    EXPECT_EQ(bad.problems()[1].line, test::line_of(text, "\n  P9:", "payer: state"));
    EXPECT_EQ(bad.problems()[2].line, test::line_of(text, "\n  P23:", "quality: {value: good"));
    for (const Problem& p : bad.problems()) EXPECT_GT(p.column, 1) << p.text();
  }
}

TEST_F(CatalogueRefuses, WhatIsNoCatalogue) {
  EXPECT_THAT(refusal([] { load_catalogue("no/such/file.yaml"); }), HasSubstr("no/such/file.yaml"));
  EXPECT_THAT(refusal([] { load_catalogue(test::written("services: [R1, R2]\n", ".yaml")); }),
              HasSubstr(":1:11: 'services': expected a mapping"));
  EXPECT_THAT(refusal([] { load_catalogue(test::written("services:\n  R1:\n  R2: 3\n", ".yaml")); }),
              AllOf(HasSubstr("the service R1"), HasSubstr(":3:7: expected a mapping")));
  EXPECT_THAT(refusal([] { load_catalogue(test::written("service: {}\n", ".yaml")); }),
              HasSubstr("did you mean 'services'?"));
}

}  // namespace
}  // namespace uptake
