// SPDX-License-Identifier: Apache-2.0
// Does a page speak in a region's own words, and do without what is told of Flanders' data?
#include "analysis/report/regional.hpp"

#include <gmock/gmock.h>

#include "analysis/compare/document.hpp"
#include "sim/policy/limits.hpp"
#include "sim/policy/mechanisms.hpp"

namespace uptake {
namespace {

using nlohmann::json;

Region region() {
  return {.name_en = "Nowhere",
          .name_nl = "Nergens",
          .invented = true,
          .source = "made up",
          .words = {{"Flanders", "Vlaanderen", "Nowhere", "Nergens"},
                    {"Kind en Gezin", "Kind en Gezin", "Cradle", "Wieg"}},
          .limits = {{"own", "one of its own", "een eigen"}}};
}

TEST(Regional, TextsAreInItsWordsAndCodesStay) {
  json page{{"text_en", "In Flanders, Flanders alone: Kind en Gezin"},
            {"text_nl", "In Vlaanderen: Kind en Gezin"},
            {"code", "kind_en_gezin"},
            {"payer", "flemish"},
            {"rows", {{{"en", "Kind en Gezin"}, {"nl", "Kind en Gezin"}}, "Flanders", 3}}};
  tell_region(region_json(region()), page);
  EXPECT_EQ(page["text_en"], "In Nowhere, Nowhere alone: Cradle");
  EXPECT_EQ(page["text_nl"], "In Nergens: Wieg");
  EXPECT_EQ(page["code"], "kind_en_gezin");
  EXPECT_EQ(page["payer"], "flemish");
  EXPECT_EQ(page["rows"], json({{{"en", "Cradle"}, {"nl", "Wieg"}}, "Nowhere", 3}));
  EXPECT_EQ(page["region"]["name_nl"], "Nergens");
  EXPECT_EQ(page["region"]["words"][0]["en"], "Flanders");  // the dictionary itself stays
}

TEST(Regional, FlandersIsToldAsItAlwaysWas) {
  json page{{"text_en", "In Flanders"}}, same = page;
  tell_region(nullptr, page);
  EXPECT_EQ(page, same);
}

TEST(Regional, ItHasLimitsOfItsOwnInsteadOfThoseOfTheFlemishData) {
  json flanders, here;
  add_registries(flanders, nullptr);
  add_registries(here, region_json(region()));
  const auto has = [](const json& page, std::string_view code) {
    return std::any_of(page["limits"].begin(), page["limits"].end(),
                       [&](const json& l) { return l["code"] == code; });
  };
  std::size_t n_flemish = 0;
  for (const Limit& l : limit_registry()) {
    EXPECT_TRUE(has(flanders, l.code));
    EXPECT_EQ(has(here, l.code), !is_of_the_flemish_data(l.code)) << l.code;
    if (is_of_the_flemish_data(l.code)) ++n_flemish;
  }
  EXPECT_EQ(n_flemish, 5U);  // each of the list is a limit's code
  EXPECT_TRUE(has(here, "own"));
}

}  // namespace
}  // namespace uptake
