// SPDX-License-Identifier: Apache-2.0
#include "analysis/graphs/svg.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/graphs/graphml.hpp"

namespace uptake::svg {

std::string text(double x, double y, std::string_view words, const TextStyle& style) {
  return fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" text-anchor=\"{}\" fill=\"{}\"{}>{}</text>\n", x, y,
      style.size, style.anchor, style.fill, style.bold ? " font-weight=\"700\"" : "", xml_text(words));
}

std::string rectangle(double x, double y, double width, double height, std::string_view fill) {
  return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n", x,
                     y, width, height, fill);
}

std::string picture(double width, double height, std::string_view language, std::string_view title,
                    std::string_view description, const std::string& content) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\" "
      "xml:lang=\"{2}\" role=\"img\" aria-labelledby=\"title description\" "
      "font-family=\"'Liberation Sans', Arial, Helvetica, sans-serif\">\n<title id=\"title\">{3}</title>\n"
      "<desc id=\"description\">{4}</desc>\n{5}{6}</svg>\n",
      width, height, language, xml_text(title), xml_text(description),
      rectangle(0, 0, width, height, "#ffffff"), content);
}

std::string number(double value, int decimals, bool dutch) {
  std::string digits = fmt::format("{:.{}f}", value, decimals);
  if (dutch) std::ranges::replace(digits, '.', ',');
  return digits;
}

}  // namespace uptake::svg
