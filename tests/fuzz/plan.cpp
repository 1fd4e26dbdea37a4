// SPDX-License-Identifier: Apache-2.0
// A sweep's plan whose checksums are right, as somebody can make them who writes one by hand: it is taken or
// refused. Text that is no plan goes in as it is.
#include "analysis/sweep/plan.hpp"

#include "fuzz.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/json.hpp"

int uptake::fuzz::plan(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  const std::string_view given = text(data, size);
  const std::string points = "point\n0\n";
  folder.write("points.csv", points);
  folder.write("baseline.yaml", "extends: " + (scenarios_folder() / "baseline.yaml").string() +
                                    "\ntitle: {en: a, nl: b}\nuntil: 2018-01\n");
  auto plan = parse_json<nlohmann::ordered_json>(given);
  if (plan.is_object() && plan.contains("plan") && plan.contains("files")) {
    if (plan["plan"].is_object() && plan["plan"].contains("points_sha256"))
      plan["plan"]["points_sha256"] = sha256(points);
    plan["hash"] = sha256(plan["plan"].dump());
    plan["files_sha256"] = sha256(plan["files"].dump());
    folder.write(plan_file, plan.dump());
  } else {
    folder.write(plan_file, given);
  }
  return taken_or_refused([&] { read_plan(folder.path(), scenarios_folder() / "data"); });
}
