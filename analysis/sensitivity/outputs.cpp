// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/compare/parts.hpp"
#include "sim/base/text.hpp"
#include "sim/pathway/gates.hpp"
#include "sim/survey/measures.hpp"

namespace uptake {
namespace {

class OutputReader {
 public:
  OutputReader(const Study& study, const std::vector<std::string>& domains, Problems& problems)
      : study_(study), domains_(domains), problems_(problems) {}

  void read(const std::string& asked) {
    asked_ = asked;
    parts_ = split(asked, ':');
    info_ = find_measure(parts_[0]);
    if (info_ == nullptr) {
      std::vector<std::string_view> codes;
      for (const MeasureInfo& info : measure_registry()) codes.push_back(info.code);
      return tell(fmt::format("there is no measure '{}'{}; `uptake describe --measures` lists them",
                              parts_[0], did_you_mean(parts_[0], codes)));
    }
    switch (info_->dimension) {
      case Dimension::group:
        return group();
      case Dimension::gate:
        return gate();
      case Dimension::service:
        return service();
      case Dimension::payer:
        return payer();
      case Dimension::lever:
        return lever();
      case Dimension::domain:
        return domain();
    }
  }
  std::vector<SensitivityOutput> take() { return std::move(outputs_); }

 private:
  void tell(const std::string& what) {
    problems_.add({}, 0, 0, fmt::format("--measure {}: {}", asked_, what));
  }

  void group() {
    if (parts_.size() != 1 && parts_.size() != 3)
      return tell(fmt::format("expected {} of all families, or {}:VARIABLE:CATEGORY, as {}:education:higher",
                              info_->code, info_->code, info_->code));
    const std::string variable = parts_.size() == 3 ? parts_[1] : "total";
    const std::string category = parts_.size() == 3 ? parts_[2] : "total";
    std::vector<std::string_view> groups{"total"};
    for (const std::string_view g : result_groups()) groups.push_back(g);
    if (std::ranges::find(groups, variable) == groups.end())
      return tell(fmt::format("there is no group '{}'{}; expected {}", variable,
                              did_you_mean(variable, groups), one_of(groups)));
    const Variable& of = *find_variable(variable);
    if (find_category(of, category) < 0) {
      std::vector<std::string_view> categories;
      for (const Category& c : of.categories) categories.push_back(c.code);
      return tell(fmt::format("'{}' has no category '{}'{}; expected {}", variable, category,
                              did_you_mean(category, categories), one_of(categories)));
    }
    add(info_->is_share ? std::vector<std::string>{"relationship", "parenting"}
                        : std::vector<std::string>{"both"},
        variable, category);
  }

  void gate() {
    std::vector<std::string_view> gates;
    for (const GateInfo& g : gate_registry) gates.push_back(g.code);
    if (category_is_one_of(gates, "gate")) add({"relationship", "parenting"}, "gate", parts_[1]);
  }

  void service() {
    std::vector<std::string_view> services;
    for (const ServiceType& type : study_.evidence.catalogue.types) services.push_back(type.code);
    if (!category_is_one_of(services, "service")) return;
    const ServiceId id = study_.evidence.catalogue.find(parts_[1]);
    add({std::string(code(study_.evidence.catalogue.types[id].domain))}, "service", parts_[1]);
  }

  void payer() {
    if (parts_.size() == 1) return add({"both"}, "payer", "total");
    const std::vector<std::string_view> payers(payer_order.begin(), payer_order.end());
    if (category_is_one_of(payers, "payer")) add({"both"}, "payer", parts_[1]);
  }

  void domain() {
    if (parts_.size() != 1)
      return tell(fmt::format("is of all services of a domain together; expected {}", info_->code));
    add({"relationship", "parenting"}, "total", "total");
  }

  void lever() {
    std::vector<std::string_view> names;
    for (const Lever& lever : study_.scenarios.back().levers) names.push_back(lever.name);
    if (names.empty()) return tell(fmt::format("{} has no levers", study_.scenarios.back().name));
    if (category_is_one_of(names, "lever")) add({"both"}, "lever", parts_[1]);
  }

  bool category_is_one_of(const std::vector<std::string_view>& known, std::string_view what) {
    if (parts_.size() != 2) {
      tell(fmt::format("is counted by {}; expected {}:{}, with one of {}", what, info_->code,
                       what == "lever" ? "NAME" : "CODE", one_of(known)));
      return false;
    }
    if (std::ranges::find(known, parts_[1]) != known.end()) return true;
    tell(fmt::format("there is no {} '{}'{}; expected {}", what, parts_[1], did_you_mean(parts_[1], known),
                     one_of(known)));
    return false;
  }

  void add(const std::vector<std::string>& domains, const std::string& variable,
           const std::string& category) {
    const std::size_t before = outputs_.size();
    for (const std::string& domain : domains) {
      if (!domains_.empty() && std::ranges::find(domains_, domain) == domains_.end()) continue;
      const Series series{std::string(info_->code), domain, variable, category};
      if (std::ranges::find(outputs_, series, &SensitivityOutput::series) != outputs_.end())
        return tell("is asked for twice");
      outputs_.push_back({series, std::string(info_->unit), info_->is_share});
    }
    if (outputs_.size() == before)
      tell(fmt::format("has no figure of --domain {}; expected {}", fmt::join(domains_, ", "),
                       fmt::join(domains, " or ")));
  }

  const Study& study_;
  const std::vector<std::string>& domains_;
  Problems& problems_;
  std::string asked_;
  std::vector<std::string> parts_;
  const MeasureInfo* info_ = nullptr;
  std::vector<SensitivityOutput> outputs_;
};

}  // namespace

std::vector<SensitivityOutput> read_outputs(const std::vector<std::string>& asked,
                                            const std::vector<std::string>& domains, const Study& study,
                                            Problems& problems) {
  OutputReader reader(study, domains, problems);
  for (const std::string& one : asked.empty() ? std::vector<std::string>{"contact"} : asked) reader.read(one);
  return reader.take();
}

std::optional<double> figure_of(const SensitivityOutput& output, int year, const RunResult& result) {
  const Series& asked = output.series;
  const bool is_sum = asked.variable == "payer" && asked.category == "total";
  std::optional<double> figure;
  for (const RunResult::Value& v : result.values) {
    if (v.year != year || v.series.measure != asked.measure || v.series.domain != asked.domain ||
        v.series.variable != asked.variable || (!is_sum && v.series.category != asked.category))
      continue;
    figure = figure.value_or(0) + v.value;
  }
  // a lever that is not in force has no row: nothing was spent
  if (!figure && asked.variable == "lever") return 0;
  return figure;
}

}  // namespace uptake
