// SPDX-License-Identifier: Apache-2.0
#include "sim/store/manifest.hpp"

#include "sim/base/file_hash.hpp"
#include "sim/base/hash.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/json.hpp"
#include "sim/store/result_files.hpp"

namespace uptake {

std::string compiler_text() {
#if defined(__clang__)
  return std::string("Clang ") + __clang_version__;
#else
  return std::string("GCC ") + __VERSION__;
#endif
}

nlohmann::ordered_json manifest_of(const Store& store, const std::filesystem::path& folder, bool with_files) {
  nlohmann::ordered_json out;
  out["program"] = "uptake";
  out["version"] = store.meta("model");
  out["compiler"] = compiler_text();
  out["command"] = store.meta("command");
  out["schema"] = store_schema;
  out["fingerprint"] = store.meta("fingerprint");
  out["cite"] = cited(provenance_of(store));
  out["plan"] = json_of<nlohmann::ordered_json>(store.meta("plan"));
  out["evidence_sha256"] = store.meta("data");
  if (const std::string region = store.meta("region"); !region.empty()) {  // none for Flanders
    const auto told = json_of<nlohmann::ordered_json>(region);
    out["region"] = {
        {"name", told.at("name_en")}, {"invented", told.at("invented")}, {"source", told.at("source")}};
  }
  out["state"] = store.finished() ? "finished" : "open";
  out["scenarios"] = nlohmann::ordered_json::array();
  for (const StoredScenario& s : store.scenarios()) {
    out["scenarios"].push_back({{"name", s.name},
                                {"baseline", s.baseline},
                                {"sha256", sha256(s.resolved)},
                                {"resolved", s.resolved}});
  }
  if (!with_files) return out;
  out["runs"] = nlohmann::ordered_json::array();
  for (const StoredRun& r : store.runs()) {
    out["runs"].push_back({{"run", r.run.id},
                           {"scenario", r.run.scenario},
                           {"draw", r.run.draw},
                           {"replicate", r.run.replicate},
                           {"population", r.run.population},
                           {"seed", r.seed},
                           {"stream", r.stream},
                           {"fingerprint", r.fingerprint}});
  }
  out["files"] = nlohmann::ordered_json::object();
  for (const std::string& name : results_in(folder)) {
    if (name == "manifest.json" || name == crate_file)
      continue;  // the crate comes after it and holds its hash
    const auto digest = digest_of(folder / name);
    out["files"][name] = digest ? digest->sha256 : std::string();
  }
  return out;
}

void write_manifest(const Store& store, const std::filesystem::path& folder, bool with_files) {
  write_whole(folder / "manifest.json", manifest_of(store, folder, with_files).dump(2) + "\n");
}

}  // namespace uptake
