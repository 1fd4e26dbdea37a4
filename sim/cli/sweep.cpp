// SPDX-License-Identifier: Apache-2.0
// uptake sweep: many runs, in shards that a cluster gives out, put together again.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "analysis/sweep/merge.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/errors.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/store/files.hpp"
#include "sim/store/package.hpp"

namespace uptake::cli {
namespace {

namespace fs = std::filesystem;

// ---- run -----------------------------------------------------------------------------------------------

struct RunSweepFlags : FolderFlags {
  SweepWork work;
  std::string shard, on_failure = "continue", only;
  bool scratch = false;
};

void read_shard(const std::string& text, SweepWork& work) {
  const std::vector<std::string> parts = split(text, '/');
  const auto number = [](const std::string& part) {
    int n = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), n);
    return error == std::errc{} && end == part.data() + part.size() ? n : 0;
  };
  work.shard = !parts.empty() ? number(parts[0]) : 0;
  work.of = parts.size() == 2 ? number(parts[1]) : 0;
  if (work.shard < 1 || work.of < work.shard)
    refuse(fmt::format("--shard {}: expected K/N with K from 1 to N, as 3/64", text));
}

/// The node's own folder.
fs::path scratch_folder() {
  std::error_code error;
  const fs::path folder = fs::temp_directory_path(error);
  if (!error && ::access(folder.c_str(), W_OK | X_OK) == 0) return folder;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread is started
  const char* given = std::getenv("TMPDIR");
  refuse(fmt::format(
      "--scratch: TMPDIR ({}) is no folder that can be written to; expected the node's own, or no "
      "--scratch",
      given == nullptr ? folder.string() : std::string(given)));
}

/// Tells how the work ended, and gives the exit code.
int tell_end(const SweepEnd& end, const fs::path& folder) {
  const std::size_t n_done = end.n_before + end.n_now;
  switch (end.ended) {
    case Ended::interrupted:
      fmt::print(stderr, "uptake: stopped. {} of {} runs are done; the same command goes on.\n", n_done,
                 end.n_runs);
      // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread is at work any more
      if (end.n_now == 0 && std::getenv("SLURM_JOB_ID") != nullptr)
        fmt::print(
            stderr,
            "uptake: this turn of the task has finished no run. If the next ones do not either, a task has "
            "too little time: `uptake sweep script {} --minutes M`, and submit again.\n",
            folder.string());
      return interrupted_early;
    case Ended::failed:
      fmt::print(stderr, "uptake: ended early. {} of {} runs are done; the same command goes on. {}\n",
                 n_done, end.n_runs, end.failures);
      return failed;
    case Ended::all_done:
      break;
  }
  if (end.n_failed > 0) {
    fmt::print(stderr,
               "uptake: {} of {} runs failed and are recorded; `uptake sweep status {}` tells them, `uptake "
               "sweep retry {} --failed` runs them again.\n{}\n",
               end.n_failed, end.n_runs, folder.string(), folder.string(), end.failures);
    return failed;
  }
  fmt::print("{} runs, {} of them now.\n", end.n_runs, end.n_now);
  return done;
}

int print_run(const Sweep& sweep, const std::string& id, int threads) {
  const std::int64_t number = find_run(sweep, id);
  if (number < 0)
    refuse(fmt::format("--only {}: the plan has no such run, expected an id of its runs.csv", id));
  RunResult result;
  try {
    FamiliesOf families(sweep);
    result = run_alone(sweep, families, number, threads);
  } catch (const Interrupted&) {
    return interrupted_early;
  } catch (const std::exception& error) {
    fmt::print(stderr, "uptake: {}: {}\n", run_text(sweep, number), reason_of(error));
    return failed;
  }
  fmt::print("measure,domain,year,variable,category,value\n");
  for (const RunResult::Value& v : result.values)
    fmt::print("{},{},{},{},{},{}\n", v.series.measure, v.series.domain, v.year, csv_field(v.series.variable),
               csv_field(v.series.category), number_text(v.value));
  return done;
}

void add_run_sweep(CLI::App& commands, int& exit_code) {
  add_command<RunSweepFlags>(
      commands, exit_code, "run", "Compute what is missing of a plan, or of a shard of it",
      [](CLI::App& command, RunSweepFlags& flags) {
        flags.add(command);
        command
            .add_option("--shard", flags.shard, "The K-th of N parts of the work, each of some of everything")
            ->type_name("K/N");
        add_threads_of_job(command, flags.work.threads);
        command.add_option("--on-failure", flags.on_failure, "What a run that fails does to the others")
            ->check(CLI::IsMember({"stop", "continue"}))
            ->capture_default_str();
        command.add_flag("--scratch", flags.scratch,
                         "Write in the node's TMPDIR, and copy to the folder every minute");
        command
            .add_option("--only", flags.only,
                        "One run, by its id: prints its figures, or why it fails, and writes nothing")
            ->type_name("ID");
        command.footer(
            "Examples:\n  uptake sweep run results/try-out\n  uptake sweep run results/try-out --shard 3/64");
      },
      [](RunSweepFlags& flags) {
        if (!flags.shard.empty()) read_shard(flags.shard, flags.work);
        flags.work.stop_on_failure = flags.on_failure == "stop";
        if (flags.scratch) flags.work.scratch = scratch_folder();
        catch_interrupts();  // first: a batch system may warn at once
        const Sweep sweep = flags.plan();
        if (!flags.only.empty()) return print_run(sweep, flags.only, flags.work.threads);
        return tell_end(work_on(sweep, flags.folder, flags.work, flags.show()), flags.folder);
      });
}

void add_retry(CLI::App& commands, int& exit_code) {
  struct Flags : FolderFlags {
    SweepWork work;
    std::string shard;
    bool only_failed = false;
  };
  add_command<Flags>(
      commands, exit_code, "retry", "Compute the runs again that failed",
      [](CLI::App& command, Flags& flags) {
        flags.add(command);
        command.add_flag("--failed", flags.only_failed, "Those that are recorded as failed")->required();
        command.add_option("--shard", flags.shard, "The K-th of N parts of them")->type_name("K/N");
        add_threads_of_job(command, flags.work.threads);
        command.footer("Example:\n  uptake sweep retry results/try-out --failed");
      },
      [](Flags& flags) {
        if (!flags.shard.empty()) read_shard(flags.shard, flags.work);
        catch_interrupts();
        const Sweep sweep = flags.plan();
        return tell_end(retry_failed(sweep, flags.folder, flags.work, flags.show()), flags.folder);
      });
}

// ---- what came of it -----------------------------------------------------------------------------------

/// "12: shard-00001-of-00064, ...": a thousand names are no overview.
std::string running_text(const std::vector<std::string>& running) {
  if (running.empty()) return "nobody";
  constexpr std::size_t most = 10;
  const auto shown = static_cast<std::ptrdiff_t>(std::min(most, running.size()));
  return fmt::format("{}: {}{}", running.size(), fmt::join(running.begin(), running.begin() + shown, ", "),
                     running.size() > most ? fmt::format(" and {} more", running.size() - most) : "");
}

void print_status(const SweepStatus& s) {
  fmt::print("done      {} of {}\nfailed    {}\nmissing   {}\nrunning   {}\n", s.n_done, s.n_runs, s.n_failed,
             s.n_missing, running_text(s.running));
  if (s.seconds_left) fmt::print("ends in   about {}\n", Progress::duration_text(*s.seconds_left));
  if (!s.clocks.empty()) fmt::print("clocks    {}\n", s.clocks);
  for (const std::string& failure : s.failures) fmt::print("failed: {}\n", failure);
  for (const std::string& problem : s.problems) fmt::print("problem: {}\n", problem);
}

void print_status_json(const SweepStatus& s) {
  nlohmann::ordered_json out{{"runs", s.n_runs},       {"done", s.n_done},        {"failed", s.n_failed},
                             {"missing", s.n_missing}, {"running", s.running},    {"failures", s.failures},
                             {"problems", s.problems}, {"seconds_left", nullptr}, {"clocks", s.clocks}};
  if (s.seconds_left) out["seconds_left"] = *s.seconds_left;
  fmt::print("{}\n", out.dump(1));
}

void add_status(CLI::App& commands, int& exit_code) {
  struct Flags : FolderFlags {
    bool json = false;
  };
  add_command<Flags>(
      commands, exit_code, "status", "What is done, failed and missing, who is at work, when it may end",
      [](CLI::App& command, Flags& flags) {
        flags.add(command);
        command.add_flag("--json", flags.json, "Print it as JSON");
        command.footer("Example:\n  uptake sweep status results/try-out");
      },
      [](Flags& flags) {
        const SweepStatus status = status_of(flags.plan(), flags.folder);
        flags.json ? print_status_json(status) : print_status(status);
        return status.problems.empty() ? done : check_did_not_hold;
      });
}

void add_merge(CLI::App& commands, int& exit_code) {
  struct Flags : FolderFlags {
    bool partial = false;
  };
  add_command<Flags>(
      commands, exit_code, "merge", "Put all shards together in one database",
      [](CLI::App& command, Flags& flags) {
        flags.add(command);
        command.add_flag("--partial", flags.partial, "Also when runs are missing or failed");
        command.footer("Example:\n  uptake sweep merge results/try-out");
      },
      [](Flags& flags) {
        const Sweep sweep = flags.plan();
        catch_interrupts();
        MergeEnd end;
        try {
          end = merge(sweep, flags.folder, flags.partial, flags.show());
        } catch (const Interrupted&) {
          fmt::print(stderr, "uptake: stopped; nothing was changed. The same command begins again.\n");
          return interrupted_early;
        }
        fmt::print("{} runs, {} figures: {}\n", end.n_runs, end.n_rows,
                   (flags.folder / merged_file).string());
        if (end.n_missing + end.n_failed > 0)
          fmt::print("Not all: {} are missing, {} failed.\n", end.n_missing, end.n_failed);
        return done;
      });
}

void add_verify_sweep(CLI::App& commands, int& exit_code) {
  struct Flags : FolderFlags {
    int runs = 5, threads = 1;
    std::uint32_t seed = 1;
  };
  add_command<Flags>(
      commands, exit_code, "verify", "Compute some of the merged runs again and compare every figure",
      [](CLI::App& command, Flags& flags) {
        flags.add(command);
        command.add_option("--runs", flags.runs, "How many, by chance")
            ->type_name("N")
            ->check(CLI::Range(1, 1'000'000))
            ->capture_default_str();
        command.add_option("--seed", flags.seed, "Which")->type_name("S")->capture_default_str();
        add_threads_of_job(command, flags.threads);
        command.footer("Example:\n  uptake sweep verify results/try-out --runs 3");
      },
      [](Flags& flags) {
        const Sweep sweep = flags.plan();
        catch_interrupts();
        std::vector<std::int64_t> other;
        try {
          other = verify(sweep, flags.folder, flags.runs, flags.seed, flags.threads,
                         [&](std::int64_t run, bool same) {
                           fmt::print("{}: {}\n", run_text(sweep, run), same ? "the same" : "OTHER FIGURES");
                         });
        } catch (const Interrupted&) {
          fmt::print(stderr, "uptake: stopped.\n");
          return interrupted_early;
        }
        if (other.empty()) return done;
        fmt::print(stderr,
                   "uptake: {} runs came out otherwise: another machine or program made them, or "
                   "the database was changed\n",
                   other.size());
        return check_did_not_hold;
      });
}

void add_export(CLI::App& commands, int& exit_code) {
  struct Flags : FolderFlags {
    fs::path out;
    ExportSettings how;
  };
  add_command<Flags>(
      commands, exit_code, "export", "Write the merged figures as tidy CSV tables, one a measure",
      [](CLI::App& command, Flags& flags) {
        flags.add(command);
        command.add_option("--out", flags.out, "Folder for the tables")->type_name("FOLDER")->required();
        command.add_flag("--zstd", flags.how.compressed,
                         "Compress each table: NAME.csv.zst, as zstd and most readers take it");
        command
            .add_option("--suppress-below", flags.how.suppress_below,
                        "Tables to give away: without what tells of fewer simulated families of a run")
            ->type_name("N")
            ->check(CLI::Range(2, 1'000'000));
        command.footer(
            "Examples:\n  uptake sweep export results/try-out --out results/tables\n"
            "  uptake sweep export results/try-out --suppress-below 30 --out results/to-give-away");
      },
      [](Flags& flags) {
        const Sweep sweep = flags.plan();
        catch_interrupts();
        try {
          for (const std::string& name : export_sweep(sweep, flags.folder, flags.out, flags.how))
            fmt::print("{}\n", (flags.out / name).string());
          const MergedState state = merged_state(sweep, flags.folder);
          fmt::print("To cite: {}\n", cited(export_provenance(sweep, state)));
          if (!state.is_complete)
            fmt::print(stderr, "uptake: not all: the merged database is of {}, and so are these tables.\n",
                       merged_text(sweep, state));
          if (state.is_older)
            fmt::print(stderr,
                       "uptake: shards were written to since it was merged: `uptake sweep merge {}` may hold "
                       "more.\n",
                       flags.folder.string());
        } catch (const Interrupted&) {
          fmt::print(stderr,
                     "uptake: stopped; the table in hand was not written. The same command begins again.\n");
          return interrupted_early;
        }
        return done;
      });
}

}  // namespace

void add_sweep(CLI::App& program, int& exit_code) {
  CLI::App* sweep =
      program.add_subcommand("sweep", "Many runs: plan them, compute them in shards, merge them");
  sweep->allow_extras();
  sweep->footer(
      "Examples:\n"
      "  uptake sweep plan scenarios/sweeps/try-out.yaml --out results/try-out\n"
      "  uptake sweep run results/try-out\n"
      "  uptake sweep merge results/try-out");
  for (const auto add :
       {add_plan, add_script, add_run_sweep, add_status, add_retry, add_merge, add_verify_sweep, add_export})
    add(*sweep, exit_code);
  sweep->callback([sweep] {
    if (!sweep->get_subcommands().empty()) return;
    const std::vector<std::string> words = sweep->remaining();
    std::vector<std::string> known;
    for (const CLI::App* command : sweep->get_subcommands({})) known.push_back(command->get_name());
    refuse(words.empty()
               ? "uptake sweep: expected a command; `uptake sweep --help` lists them"
               : fmt::format("uptake sweep: there is no command or flag '{}'{}; `uptake sweep --help` "
                             "lists them",
                             words[0], did_you_mean(words[0], known)));
  });
}

}  // namespace uptake::cli
