// SPDX-License-Identifier: Apache-2.0
#include "sim/base/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

#include "sim/base/text.hpp"

namespace uptake {

std::size_t CsvTable::column(std::string_view name) const {
  return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

std::string read_text_file(const std::filesystem::path& file, std::size_t most, Problems& problems) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) {
    problems.add(file.string(), 0, 0, "no such file");
    return {};
  }
  if (!std::filesystem::is_regular_file(status)) {
    problems.add(
        file.string(), 0, 0,
        std::filesystem::is_directory(status) ? "is a directory, expected a file" : "is not a regular file");
    return {};
  }
  const auto size = std::filesystem::file_size(file, error);
  if (error || size > most) {
    problems.add(file.string(), 0, 0, fmt::format("is larger than {} MB", most / 1'000'000));
    return {};
  }
  std::ifstream in(file, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!in || !in.read(text.data(), static_cast<std::streamsize>(size))) {
    problems.add(file.string(), 0, 0, "cannot be read");
    return {};
  }
  return text;
}

CsvTable read_csv(const std::filesystem::path& file, Problems& problems) {
  CsvTable table;
  const std::size_t before = problems.size();
  std::string text = read_text_file(file, 64'000'000, problems);
  if (problems.size() > before) return table;
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);  // a byte order mark, as spreadsheets put it
  if (trim(text).empty()) {
    problems.add(file.string(), 0, 0, "is empty, expected a header line and rows");
    return table;
  }
  int line = 1;
  std::size_t at = 0;
  while (at < text.size()) {
    const int row_line = line;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '\n') ++line;
      if (quoted) {
        if (c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
          row.back() += '"';
          ++at;
        } else if (c == '"') {
          quoted = false;
        } else {
          row.back() += c;
        }
      } else if (c == '"' && row.back().empty()) {
        quoted = true;
      } else if (c == ',') {
        row.emplace_back();
      } else if (c == '\n') {
        ++at;
        break;
      } else if (c != '\r') {
        row.back() += c;
      }
    }
    if (quoted) problems.add(file.string(), row_line, 1, "a quote that opens here is never closed");
    if (row.size() == 1 && row[0].empty()) continue;  // a blank line
    if (table.header.empty()) {
      const std::size_t semicolon = row.size() == 1 ? row[0].find(';') : std::string::npos;
      if (semicolon != std::string::npos) {  // every row would be told, and none of it read as it was meant
        problems.add(file.string(), row_line, static_cast<int>(semicolon) + 1,
                     "the columns are separated by semicolons (';'), expected commas (','): a spreadsheet "
                     "saves these as \"CSV\" under another list separator, with '.' in numbers");
        return table;
      }
      table.header = std::move(row);
    } else if (row.size() != table.header.size()) {
      problems.add(
          file.string(), row_line, 1,
          fmt::format("has {} fields, expected {} as in the header", row.size(), table.header.size()));
    } else {
      table.rows.push_back(std::move(row));
      table.lines.push_back(row_line);
    }
  }
  return table;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace uptake
