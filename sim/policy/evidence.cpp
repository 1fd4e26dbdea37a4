// SPDX-License-Identifier: Apache-2.0
// All data that scenarios share, and their fingerprint.
#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/hash.hpp"
#include "sim/policy/scenario.hpp"

namespace uptake {
namespace {

/// SHA-256 over "name hash" lines of the files, in order of name.
std::string fingerprint(const std::filesystem::path& folder, std::vector<std::filesystem::path> files,
                        Problems& problems) {
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder / "parameters", error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".yaml") files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  std::string lines;
  for (const auto& file : files) {
    lines += fmt::format("{} {}\n", file.lexically_relative(folder).generic_string(),
                         sha256(read_text_file(file, 64'000'000, problems)));
  }
  return "sha256:" + sha256(lines);
}

}  // namespace

Evidence load_evidence(const std::filesystem::path& data_folder) {
  if (!std::filesystem::is_directory(data_folder)) {
    refuse(fmt::format("{}: is not a folder, expected the data (parameters/ and services/)",
                       data_folder.string()));
  }
  const auto services = data_folder / "services" / "services.yaml";
  const auto referrals = data_folder / "services" / "referrals.yaml";
  const auto municipalities = data_folder / "services" / "municipalities.csv";
  Evidence evidence;
  evidence.folder = data_folder;
  Problems problems;
  gather(problems, [&] { evidence.parameters = load_parameters(data_folder / "parameters"); });
  gather(problems, [&] { evidence.municipalities = load_municipalities(municipalities); });
  bool has_catalogue = false;
  gather(problems, [&] {
    evidence.catalogue = load_catalogue(services);
    has_catalogue = true;
  });
  // Without the catalogue every edge would seem to name an unknown service.
  if (has_catalogue)
    gather(problems, [&] { evidence.referrals = load_referrals(referrals, evidence.catalogue); });
  problems.throw_if_any();
  evidence.hash = fingerprint(data_folder, {services, referrals, municipalities}, problems);
  problems.throw_if_any();
  return evidence;
}

}  // namespace uptake
