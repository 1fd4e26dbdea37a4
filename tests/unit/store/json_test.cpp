// SPDX-License-Identifier: Apache-2.0
#include "sim/store/json.hpp"

#include <gmock/gmock.h>

namespace uptake {
namespace {

TEST(ParseJson, TakesWhatAProgramWritesAndNothingThatNestsWithoutEnd) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_EQ(parse_json(R"({"a": [1, "b", null, {"c": 2.5}]})").dump(), R"({"a":[1,"b",null,{"c":2.5}]})");
  EXPECT_EQ(parse_json<nlohmann::ordered_json>(R"({"b": 1, "a": 2})").dump(), R"({"b":1,"a":2})");
  EXPECT_TRUE(parse_json("null").is_null());
  EXPECT_EQ(parse_json(nested(most_json_depth)).dump(), nested(most_json_depth));
  for (const std::string& text : {nested(most_json_depth + 1), nested(1'000'000), std::string(1'000'000, '['),
                                  std::string("{"), std::string(), std::string("1 2")}) {
    EXPECT_TRUE(parse_json(text).is_discarded()) << text.substr(0, 10);
    EXPECT_THROW(json_of(text), nlohmann::json::exception);
  }
  std::string told;
  try {
    told_of("a/b.sqlite", [] { return json_of(R"({"a": "b"})").at("a").get<int>(); });
  } catch (const BadInput& bad) {
    told = bad.what();
  }
  EXPECT_THAT(told, testing::AllOf(testing::HasSubstr("a/b.sqlite: is not as this program writes it (type"),
                                   testing::Not(testing::HasSubstr("json.exception"))));
}

}  // namespace
}  // namespace uptake
