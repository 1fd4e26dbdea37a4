// SPDX-License-Identifier: Apache-2.0
// uptake network: the informal network and the referral graph for others, as CSV, GraphML and a picture.
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <system_error>

#include "analysis/experiment/experiment.hpp"
#include "analysis/experiment/provenance.hpp"
#include "analysis/graphs/network_files.hpp"
#include "analysis/graphs/referral_files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/cli/commands.hpp"
#include "sim/store/crate.hpp"
#include "sim/store/lock.hpp"

namespace uptake::cli {
namespace {

namespace fs = std::filesystem;

struct NetworkFlags {
  fs::path scenario, folder;
  DataFlag data;
  Plan plan;
  int population = 0;
  std::string month = "2016-04";
  double most_megabytes = 500;
  bool force = false, referrals_only = false;

  /// The command that gives the same files.
  [[nodiscard]] std::string text() const {
    std::string all = fmt::format("uptake network {}", scenario.generic_string());
    if (referrals_only) return all + " --referrals-only";
    return all + fmt::format(" --families {} --population {} --seed {} --month {}", plan.families, population,
                             plan.seed, month);
  }
};

constexpr double megabyte = 1e6;

std::string size_text(const NetworkSize& size) {
  const double megabytes = size.bytes() / megabyte;
  return fmt::format("{:.0f} parents, {:.0f} ties, {:.{}f} MB", size.parents, size.ties, megabytes,
                     megabytes < 10 ? 1 : 0);
}

/// Refuses what would become larger than is allowed, before it is made.
void check_size(const NetworkFlags& flags, const NetworkSize& size, const char* about) {
  if (size.bytes() <= flags.most_megabytes * megabyte) return;
  refuse(fmt::format(
      "--families {}: the network would become {}{}, expected at most {:g} MB; fewer families, or "
      "--most-megabytes {:.0f}",
      flags.plan.families, about, size_text(size), flags.most_megabytes, std::ceil(size.bytes() / megabyte)));
}

/// The folder, made; refuses one that holds something, unless --force.
void prepare(const NetworkFlags& flags) {
  std::error_code error;
  if (fs::exists(flags.folder) && !fs::is_directory(flags.folder))
    refuse(fmt::format("--out {}: is a file, expected a folder", flags.folder.string()));
  if (!flags.force && fs::exists(flags.folder) && !fs::is_empty(flags.folder, error))
    refuse(fmt::format(
        "--out {}: holds files already; expected another folder, or --force to replace what this command "
        "writes",
        flags.folder.string()));
  fs::create_directories(flags.folder, error);
  if (error) refuse(fmt::format("--out {}: cannot be made: {}", flags.folder.string(), error.message()));
}

int network(const NetworkFlags& flags) {
  const std::optional<Month> month = parse_month(flags.month);
  if (!month)
    refuse(fmt::format("--month: expected a month from 1991-01 to 2035-12, found '{}'", flags.month));
  Plan plan = flags.plan;
  plan.kind = "network";
  plan.scenarios = {flags.scenario};
  const Study study = load_study(plan, flags.data.folder());
  if (!flags.referrals_only) check_size(flags, foreseen_size(plan.families, study.network), "about ");
  prepare(flags);
  const FolderLock writing(flags.folder);
  std::vector<CsvExport> tables;
  std::vector<std::string> files{"data-dictionary.csv", package_file, "referrals.graphml"};
  if (!flags.referrals_only) {
    const Families families = make_families(study, weights_of(study.population), flags.population);
    const NetworkSize size = network_size(families.network, families.population, *month);
    check_size(flags, size, "");
    fmt::print("{}: {}\n", flags.month, size_text(size));
    tables = write_network(families.network, families.population, study.evidence.municipalities, *month,
                           flags.folder);
    files.emplace_back("network.graphml");
  }
  for (CsvExport& table : write_referrals(study.evidence.catalogue, study.evidence.referrals, flags.folder))
    tables.push_back(std::move(table));
  for (const bool dutch : {false, true}) {
    files.emplace_back(dutch ? "referrals-nl.svg" : "referrals-en.svg");
    write_whole(flags.folder / files.back(),
                referral_picture(study.evidence.catalogue, study.evidence.referrals, dutch));
  }
  std::vector<const CsvExport*> told;
  for (const CsvExport& table : tables) {
    told.push_back(&table);
    files.push_back(table.name());
  }
  const Provenance from =
      provenance_of(study, "network", study.scenarios.front().name, flags.text(),
                    sha256(fmt::format("{}\n{} {} {}\n", study.key.fingerprint(), flags.population,
                                       flags.month, flags.referrals_only)));
  write_package(flags.folder, from, told);
  write_crate(flags.folder, from, files);
  fmt::print("Referrals: {} between {} sorts of services\nTables, graphs and pictures: {}\nTo cite: {}\n",
             boost::num_edges(study.evidence.referrals), study.evidence.catalogue.types.size(),
             flags.folder.string(), cited(from));
  return done;
}

}  // namespace

void add_network(CLI::App& program, int& exit_code) {
  add_command<NetworkFlags>(
      program, exit_code, "network",
      "Write the informal network and the referral graph as CSV, GraphML and a picture",
      [](CLI::App& command, NetworkFlags& flags) {
        flags.plan.families = 5'000;
        command
            .add_option("scenario", flags.scenario,
                        "A scenario file; its levers change neither network nor referrals")
            ->type_name("SCENARIO")
            ->required();
        add_families(command, flags.plan.families);
        command
            .add_option("--population", flags.population,
                        "Which population and network, as runs.csv has it, from 0")
            ->type_name("P")
            ->check(CLI::Range(0, 999))
            ->capture_default_str();
        add_seed(command, flags.plan.seed);
        command
            .add_option("--month", flags.month,
                        "Of those who raise a child under 25 in Flanders in this month")
            ->type_name("YYYY-MM")
            ->capture_default_str();
        command.add_option("--out", flags.folder, "Folder for the files")->type_name("DIR")->required();
        command
            .add_option("--most-megabytes", flags.most_megabytes,
                        "Refuse a network whose files become larger")
            ->type_name("MB")
            ->check(CLI::Range(1.0, 1e6))
            ->capture_default_str();
        command.add_flag("--referrals-only", flags.referrals_only, "Leave the informal network out");
        command.add_flag("--force", flags.force, "Replace what this command wrote in the folder before");
        flags.data.add(command);
        command.footer(
            "Example:\n  uptake network scenarios/baseline.yaml --families 2000 --out results/network");
      },
      network);
}

}  // namespace uptake::cli
