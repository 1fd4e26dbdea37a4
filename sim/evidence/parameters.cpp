// SPDX-License-Identifier: Apache-2.0
#include "sim/evidence/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "sim/base/math.hpp"
#include "sim/base/text.hpp"
#include "sim/base/yaml.hpp"

namespace uptake {
namespace {

constexpr std::size_t most_calibrated =
    45;  // design: at most 45 parameters are fitted, the constants included
constexpr std::array<std::string_view, 4> status_names{"data", "literature", "assumption", "calibrated"};
constexpr std::array<std::string_view, 3> scale_names{"linear", "log", "logit"};
constexpr std::array slots{
#define UPTAKE_PARAMETER(mechanism, name) \
  ParameterSlot{#mechanism "." #name, &Parameters::mechanism##_##name},
    UPTAKE_PARAMETERS(UPTAKE_PARAMETER)
#undef UPTAKE_PARAMETER
};

double on_scale(Scale scale, double x) {
  return scale == Scale::log ? log_fixed(x) : scale == Scale::logit ? logit(x) : x;
}
double off_scale(Scale scale, double x) {
  return scale == Scale::log ? exp_fixed(x) : scale == Scale::logit ? logistic(x) : x;
}

ParameterInfo read_one(const yaml::Node& node, std::string key, const std::string& file, Problems& problems) {
  ParameterInfo info;
  yaml::Fields fields(node, file, fmt::format("parameter '{}'", key), problems);
  info.key = std::move(key);
  info.file = file;
  info.line = node.line;
  info.value = fields.number("value", 0, {}, true);
  info.unit = fields.text("unit", {}, true);
  info.meaning = fields.text("meaning", {}, true);
  info.source = fields.text("source", {}, true);
  info.scale = static_cast<Scale>(fields.choice("scale", scale_names, 0, true));
  info.status = static_cast<ParameterStatus>(fields.choice("status", status_names, 2, true));
  const std::size_t before = problems.size();
  const bool has_range = fields.node("range", true) != nullptr;
  const std::vector<double> range = fields.numbers("range");
  fields.finish();
  if (!has_range || node.kind != yaml::Kind::map || problems.size() > before) return info;
  if (range.size() != 2 || !(range[0] < range[1])) {
    fields.problem("range",
                   "'range': expected two rising numbers, the central 95 % of the prior, like [2.4, 4.8]");
    return info;
  }
  info.low = range[0];
  info.high = range[1];
  if (info.scale == Scale::log && info.low <= 0) {
    fields.problem("range", "'range': a log scale wants numbers above 0");
  } else if (info.scale == Scale::logit && (info.low <= 0 || info.high >= 1)) {
    fields.problem("range", "'range': a logit scale wants numbers between 0 and 1");
  }
  const bool has_value = node.find("value") != nullptr && yaml::as_number(*node.find("value"));
  if (has_value && (info.value < info.low || info.value > info.high)) {
    fields.problem("value", fmt::format("'value': {} lies outside its range, {} to {}", info.value, info.low,
                                        info.high));
  }
  return info;
}

/// Every *.yaml of the folder, by name.
std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder, Problems& problems) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".yaml") files.push_back(it->path());
  }
  if (error) {
    problems.add(folder.string(), 0, 0,
                 "is not a folder that can be read, expected one with a file per mechanism");
  } else if (files.empty()) {
    problems.add(folder.string(), 0, 0, "holds no *.yaml file, expected one per mechanism");
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What the files say, by key.
struct Found {
  std::map<std::string, ParameterInfo, std::less<>> by_key;
  std::set<std::string, std::less<>> unread;  ///< mechanisms whose file could not be read
};

void read_file(const std::filesystem::path& path, Found& found, Problems& problems) {
  const std::string file = path.string();
  const yaml::Node root = yaml::parse_file(path, problems);
  if (root.kind != yaml::Kind::map) {
    found.unread.insert(path.stem().string());
    if (root.kind != yaml::Kind::null) yaml::Fields(root, file, "a file of parameters", problems);
    return;
  }
  yaml::Fields fields(root, file, "a file of parameters", problems);
  const std::string mechanism = fields.text("mechanism", path.stem().string(), true);
  if (mechanism != path.stem().string()) {
    fields.problem("mechanism", fmt::format("'mechanism': expected '{}', as the file is called, found '{}'",
                                            path.stem().string(), mechanism));
  }
  const yaml::Node* all = fields.node("parameters", true);
  fields.finish();
  if (all == nullptr) return;
  yaml::Fields entries(*all, file, "the parameters", problems);
  std::vector<std::string_view> known;
  for (const ParameterSlot& slot : slots) known.push_back(slot.key);
  for (std::size_t i = 0; i < all->keys.size(); ++i) {
    const std::string key = fmt::format("{}.{}", mechanism, all->keys[i]);
    const yaml::Place place = all->key_places[i];
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      problems.add(file, place.line, place.column,
                   fmt::format("there is no parameter '{}'{}", key, did_you_mean(key, known)));
    }
    ParameterInfo info = read_one(all->children[i], key, file, problems);
    info.line = place.line;
    const auto [earlier, is_new] = found.by_key.emplace(key, std::move(info));
    if (!is_new) {
      problems.add(file, place.line, place.column,
                   fmt::format("'{}' stands also at {}:{}", key, earlier->second.file, earlier->second.line));
    }
  }
}

}  // namespace

std::string_view code(ParameterStatus s) { return status_names[static_cast<std::size_t>(s)]; }

std::span<const ParameterSlot> parameter_slots() { return slots; }

const ParameterSlot* find_slot(std::string_view key) {
  const auto found =
      std::find_if(slots.begin(), slots.end(), [&](const ParameterSlot& s) { return s.key == key; });
  return found == slots.end() ? nullptr : &*found;
}

constexpr double quantile_975 = 1.959963984540054;

double ParameterInfo::at(double u) const {
  const double from = on_scale(scale, low);
  const double to = on_scale(scale, high);
  return off_scale(scale, 0.5 * (from + to) + u * (to - from) / (2 * quantile_975));
}

double ParameterInfo::u_of(double x) const {
  const double from = on_scale(scale, low);
  const double to = on_scale(scale, high);
  return (on_scale(scale, x) - 0.5 * (from + to)) * 2 * quantile_975 / (to - from);
}

bool ParameterSet::set(std::string_view key, double value) {
  const ParameterSlot* slot = find_slot(key);
  if (slot == nullptr) return false;
  values.*(slot->member) = value;
  const auto index = static_cast<std::size_t>(slot - slots.data());
  if (index < info.size()) info[index].value = value;
  return true;
}

const ParameterInfo* ParameterSet::find(std::string_view key) const {
  const auto at =
      std::find_if(info.begin(), info.end(), [&](const ParameterInfo& i) { return i.key == key; });
  return at == info.end() ? nullptr : &*at;
}

std::vector<std::size_t> ParameterSet::calibrated() const {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < info.size(); ++i) {
    if (info[i].status == ParameterStatus::calibrated) indices.push_back(i);
  }
  return indices;
}

ParameterSet load_parameters(const std::filesystem::path& folder) {
  Problems problems;
  Found found;
  const auto files = yaml_files(folder, problems);
  for (const auto& path : files) read_file(path, found, problems);
  ParameterSet set;
  for (const ParameterSlot& slot : slots) {
    const auto at = found.by_key.find(slot.key);
    if (at != found.by_key.end()) {
      set.values.*(slot.member) = at->second.value;
      set.info.push_back(at->second);
      continue;
    }
    const std::string mechanism(slot.key.substr(0, slot.key.find('.')));
    if (files.empty() || found.unread.contains(mechanism)) continue;  // told already
    problems.add((folder / (mechanism + ".yaml")).string(), 0, 0,
                 fmt::format("has no parameter '{}', which the model needs", slot.key));
  }
  const std::size_t n_calibrated = set.calibrated().size();
  if (n_calibrated > most_calibrated) {
    problems.add(
        folder.string(), 0, 0,
        fmt::format("{} parameters are calibrated, expected at most {}", n_calibrated, most_calibrated));
  }
  problems.throw_if_any();
  return set;
}

}  // namespace uptake
