// SPDX-License-Identifier: Apache-2.0
// uptake sweep plan and script: from a design to a plan, and from a plan to Slurm.
#include <fmt/format.h>

#include <cstdlib>

#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/store/files.hpp"

namespace uptake::cli {
namespace {

namespace fs = std::filesystem;

struct PlanFlags {
  fs::path design, folder;
  DataFlag data;
  SlurmSettings slurm;
  bool yes = false;
};

void add_slurm(CLI::App& command, SlurmSettings& slurm) {
  command
      .add_option("--shards", slurm.split.shards,
                  "Parts, each a task of the cluster; else so many that each takes under an hour")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  slurm.split.shards = 0;
  command.add_option("--cpus", slurm.split.threads, "Threads of a task")
      ->type_name("T")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command
      .add_option("--minutes", slurm.minutes,
                  "Time to ask for a task; else three times what was reckoned, and ten minutes")
      ->type_name("M")
      ->check(CLI::Range(1, 100'000));
  command
      .add_option("--max-array-size", slurm.max_array_size,
                  "The cluster's MaxArraySize (scontrol show config); more shards become more arrays")
      ->type_name("N")
      ->check(CLI::Range(1, 4'000'001))
      ->capture_default_str();
  command.add_option("--at-once", slurm.at_once, "Tasks of an array that may run at once")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command.add_option("--max-requeues", slurm.max_requeues, "How often a task may ask for another turn")
      ->type_name("N")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  command
      .add_option("--program", slurm.words,
                  "What stands for uptake in the batch script, as 'apptainer exec uptake.sif uptake'; words "
                  "without spaces in them")
      ->type_name("WORDS")
      ->check([](const std::string& words) {
        const bool is_one_line = words.find_first_of("\r\n") == std::string::npos;
        const bool has_word = words.find_first_not_of(' ') != std::string::npos;
        return is_one_line && has_word ? std::string() : std::string("expected a command on one line");
      });
  command.add_flag("--scratch", slurm.scratch,
                   "Tasks write in their node's TMPDIR and copy to the folder every minute");
}

int plan_or_stop(const Sweep& sweep, const fs::path& folder, const SlurmSettings& slurm,
                 const DataFlag& data) {
  catch_interrupts();
  try {
    fmt::print("{}", write_whole_plan(sweep, folder, slurm, data));
  } catch (const Interrupted&) {
    fmt::print(stderr, "uptake: stopped in the pilot; nothing was written.\n");
    return interrupted_early;
  }
  return done;
}

int plan(PlanFlags& flags) {
  SweepInput input = load_design(flags.design, flags.data.folder());
  for (const Problem& w : input.study.warnings.all()) fmt::print(stderr, "{}\n", w.text());
  const Sweep sweep = expand(std::move(input));
  const std::int64_t most = static_cast<std::int64_t>(sweep.n_runs()) * rows_a_run(sweep.design, sweep.study);
  if (most > most_rows_unasked && !flags.yes)
    refuse(fmt::format("{}: up to {} figures, over {}; keep fewer, or say that it is meant with --yes",
                       flags.design.string(), most, most_rows_unasked));
  return plan_or_stop(sweep, flags.folder, flags.slurm, flags.data);
}

}  // namespace

void FolderFlags::add(CLI::App& command) {
  command.add_option("folder", folder, "The folder of `uptake sweep plan`, or of --farm")
      ->type_name("DIR")
      ->required();
  command.add_flag("--quiet", quiet, "No progress on the error stream");
  data.add(command);
}

void add_threads_of_job(CLI::App& command, int& threads) {
  add_threads(command, threads);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread is started
  const char* given = std::getenv("SLURM_CPUS_PER_TASK");
  if (given == nullptr) return;
  if (const auto number = parse_number(given); number && *number >= 1 && *number <= 256)
    threads = static_cast<int>(*number);
  command.get_option("--threads")->default_str(std::to_string(threads));
}

std::string write_whole_plan(const Sweep& sweep, const fs::path& folder, SlurmSettings slurm,
                             const DataFlag& data) {
  const auto n_units = static_cast<std::int64_t>(sweep.units.size());
  if (slurm.split.shards > n_units)
    refuse(
        fmt::format("--shards {}: expected at most {}, as many as the plan has units of runs that share "
                    "their past",
                    slurm.split.shards, n_units));
  check_plan_folder(sweep, folder);
  const Pilot pilot = make_pilot(sweep);
  if (slurm.split.shards == 0) slurm.split.shards = usual_shards(sweep, pilot, slurm.split.threads);
  const Estimate estimate = reckon(sweep, pilot, slurm.split);
  write_plan(sweep, folder);
  std::error_code error;
  slurm.program = fs::read_symlink("/proc/self/exe", error);
  slurm.folder = fs::canonical(folder);
  if (!data.given.empty()) slurm.data = fs::canonical(data.given).string();
  slurm.name = sweep.design.name;
  slurm.shard_hours = estimate.shard_hours;
  slurm.worker_bytes = estimate.worker_bytes;
  slurm.first_seconds = estimate.first_seconds;
  write_script(slurm);
  const std::string warning = turn_warning(slurm);
  const std::string text = estimate_text(estimate, slurm.split);
  write_whole(folder / "estimate.txt",
              fmt::format("Reckoned from a pilot of {} runs.\n{}", pilot.n_runs, text));
  return fmt::format(
      "{}\nReckoned from a pilot of {} runs, {:.2f} s each on one thread.\n"
      "The runs: {}\nHere:     uptake sweep run {}\nSlurm:    bash {}\n"
      "Until all is merged and exported, leave scenarios, data and program as they are: else the plan is "
      "refused.\n{}",
      text, pilot.n_runs, pilot.run_seconds, (folder / "runs.csv").string(), folder.string(),
      (folder / submit_file).string(), warning.empty() ? "" : "Warning: " + warning + "\n");
}

void add_plan(CLI::App& commands, int& exit_code) {
  add_command<PlanFlags>(
      commands, exit_code, "plan", "Expand a design to a plan, measure a few runs, write the batch script",
      [](CLI::App& command, PlanFlags& flags) {
        command.add_option("design", flags.design, "A sweep's file, as scenarios/sweeps/try-out.yaml")
            ->type_name("DESIGN")
            ->required();
        command.add_option("--out", flags.folder, "Folder for the plan and all that comes of it")
            ->type_name("DIR")
            ->required();
        add_slurm(command, flags.slurm);
        command.add_flag("--yes", flags.yes, "More than 1000 million figures are meant");
        flags.data.add(command);
        command.footer("Example:\n  uptake sweep plan scenarios/sweeps/try-out.yaml --out results/try-out");
      },
      plan);
}

void add_script(CLI::App& commands, int& exit_code) {
  struct Flags : FolderFlags {
    SlurmSettings slurm;
  };
  add_command<Flags>(
      commands, exit_code, "script", "Write the batch script of a plan anew, for other shards or tasks",
      [](CLI::App& command, Flags& flags) {
        flags.add(command);
        add_slurm(command, flags.slurm);
        command.footer("Example:\n  uptake sweep script results/farm --shards 200 --cpus 2");
      },
      [](Flags& flags) { return plan_or_stop(flags.plan(), flags.folder, flags.slurm, flags.data); });
}

}  // namespace uptake::cli
