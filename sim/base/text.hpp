// SPDX-License-Identifier: Apache-2.0
// Small helpers for words: suggestions for misspelt names, numbers for people.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace uptake {

/// The number of single-letter edits (insert, delete, change, swap neighbours) between two words.
int edit_distance(std::string_view a, std::string_view b);

/// The nearest of `known`: one that begins with the word, or else that few edits lead to; of three letters or
/// less one, since two would make 'yes' of 'nee'. Nothing when none is near.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

/// " (did you mean 'x'?)" for the nearest of `known`, or an empty text when none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// "a, b or c"
std::string one_of(std::span<const std::string_view> known);

/// The whole text as a number ('.' for decimals, no other locale); nothing if it is not one, or not finite.
std::optional<double> parse_number(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);

}  // namespace uptake
