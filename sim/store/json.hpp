// SPDX-License-Identifier: Apache-2.0
// JSON that somebody else may have written: text that is none, or nested without end, must not end the
// program.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sim/base/errors.hpp"

namespace uptake {

/// What this program writes nests far less. Whoever writes a value out again goes down level by level on the
/// machine's stack, which a million of them would use up.
inline constexpr int most_json_depth = 64;

/// The value; `is_discarded()` where the text is no JSON or nests deeper than `most_depth`.
template <class Json = nlohmann::json>
Json parse_json(std::string_view text, int most_depth = most_json_depth) {
  using Event = typename Json::parse_event_t;
  bool too_deep = false;
  const auto look = [&](int depth, Event event, Json&) {  // `depth`: what it stands in
    const bool opens = event == Event::array_start || event == Event::object_start;
    too_deep = too_deep || (opens && depth >= most_depth);
    return !too_deep;
  };
  Json value = Json::parse(text, look, false);
  return too_deep ? Json(Json::value_t::discarded) : value;
}

/// The same of a text that must be JSON: throws Json::exception where it is none.
template <class Json = nlohmann::json>
Json json_of(std::string_view text) {
  Json value = parse_json<Json>(text);
  if (value.is_discarded())
    throw Json::type_error::create(302, "expected JSON, found what is none or nests too deep", nullptr);
  return value;
}

/// What an exception of the library says, without its number.
inline std::string reason_of(const nlohmann::json::exception& error) {
  const std::string_view text = error.what();
  const std::size_t end = text.find("] ");
  return std::string(end == std::string_view::npos ? text : text.substr(end + 2));
}

/// Does work on what stands in a file of results. What it lacks, or has as another type than this program
/// writes, becomes a refusal.
template <class Work>
auto told_of(const std::filesystem::path& file, const Work& work) {
  try {
    return work();
  } catch (const nlohmann::json::exception& error) {
    refuse(file.string() + ": is not as this program writes it (" + reason_of(error) +
           "); nothing was read from it. Make the results again with the command that made them");
  }
}

}  // namespace uptake
