// SPDX-License-Identifier: Apache-2.0
// Small pieces of SVG: what the pictures have in common.
#pragma once

#include <string>
#include <string_view>

namespace uptake::svg {

// as in the report (analysis/report/charts.js), told apart also by the colour-blind
inline constexpr std::string_view relationship_color = "#0072B2", parenting_color = "#C04A00",
                                  ink = "#1a1a1a", soft = "#555555", faint = "#d9d9d9";

struct TextStyle {
  double size = 12;
  std::string_view anchor = "start", fill = ink;
  bool bold = false;
};
std::string text(double x, double y, std::string_view words, const TextStyle& style = {});
std::string rectangle(double x, double y, double width, double height, std::string_view fill);
/// A picture of that size, on white, with a title for those who do not see it.
std::string picture(double width, double height, std::string_view language, std::string_view title,
                    std::string_view description, const std::string& content);
/// A number with so many decimals, with a comma in Dutch.
std::string number(double value, int decimals, bool dutch);

}  // namespace uptake::svg
