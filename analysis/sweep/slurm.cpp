// SPDX-License-Identifier: Apache-2.0
#include "analysis/sweep/slurm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <system_error>

#include "sim/base/text.hpp"
#include "sim/store/files.hpp"

namespace uptake {
namespace {

/// A word that bash takes as it is, whatever stands in it.
std::string bash_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += R"('\'')";
    } else {
      word += c;
    }
  }
  return word + "'";
}

/// A file's name in a line of #SBATCH, which bash does not read: in double quotes, and a per cent sign stands
/// for itself when it stands there twice. Without the quotes, which the caller adds around the whole.
std::string sbatch_name(std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (c == '"' || c == '\\') word += '\\';
    if (c == '%') word += '%';
    word += c;
  }
  return word;
}

/// What the script calls, a bash word each.
std::string program_words(const SlurmSettings& s) {
  if (s.words.empty()) return bash_word(s.program.generic_string());
  std::string all;
  for (const std::string& word : split(s.words, ' ')) {
    if (!word.empty()) all += (all.empty() ? "" : " ") + bash_word(word);
  }
  return all;
}

/// "1-02:03:00"
std::string time_text(int minutes) {
  return fmt::format("{}-{:02}:{:02}:00", minutes / 1440, minutes / 60 % 24, minutes % 60);
}

int minutes_asked(const SlurmSettings& s) {
  if (s.minutes > 0) return s.minutes;
  return static_cast<int>(std::min(std::ceil(3 * s.shard_hours * 60) + 10, 10'000'000.0));
}

/// How long before its time is up a task is warned: two minutes, of short tasks a sixth of their time. Slurm
/// looks every half minute, so that the warning may come up to a minute earlier; one that came at the start
/// would leave no time to work.
int seconds_of_warning(const SlurmSettings& s) { return std::min(120, 10 * minutes_asked(s)); }

/// A name without what Slurm would read as a pattern or a second word.
std::string job_name(const std::string& name) {
  std::string clean = "uptake-";
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    clean += plain ? c : '_';
  }
  return clean;
}

// In the worker's place bash gets the signal (B:), since sbatch sends it to the script alone.
constexpr std::string_view body = R"sh(
set -u

# What the program needs on your cluster, for instance:
# module load GCC Boost tbb SQLite

first=${1:-0}  # shards that earlier arrays have
shard=$(( first + SLURM_ARRAY_TASK_ID + 1 ))
[ "${SLURM_RESTART_COUNT:-0}" -eq 0 ] || echo "uptake: turn $((SLURM_RESTART_COUNT + 1)) of shard $shard/$shards"
asked=no
stopped=no
warned=no
worker=
trap 'asked=yes; stopped=yes; warned=yes; [ -z "$worker" ] || kill -USR1 "$worker" 2>/dev/null' USR1
trap 'asked=yes; stopped=yes; [ -z "$worker" ] || kill -TERM "$worker" 2>/dev/null' TERM
"${uptake[@]}" sweep run "$folder" --shard "$shard/$shards" --quiet "${more[@]}" &
worker=$!
[ "$asked" = no ] || kill -TERM "$worker" 2>/dev/null  # asked before there was a worker
wait "$worker"
code=$?
while [ "$code" -gt 128 ] && [ "$asked" = yes ]; do  # a signal ends `wait`, not the worker
  asked=no
  before=$code
  wait "$worker"
  code=$?
  case $code in -1 | 127) code=$before ;; esac  # bash had its end already, and no longer knows it
done
if [ "$stopped" = yes ]; then
  case $code in 138 | 143) code=75 ;; esac  # ended by the signal before it could catch it: nothing was begun
fi
[ "$code" -eq 75 ] || exit "$code"
[ "$warned" = yes ] || exit 75  # a person or the cluster ended it: not for the script to bring it back

# Its time is up. Slurm does not give it another turn by itself.
turns=${SLURM_RESTART_COUNT:-0}
task=${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}
if [ "$turns" -lt "$max_requeues" ]; then
  scontrol requeue "$task" && exit 0
  echo "uptake: the cluster does not requeue task $task" >&2
else
  echo "uptake: task $task had $turns turns, no more are asked for" >&2
fi
own=
[ -z "${SLURM_JOB_ACCOUNT:-}" ] || own+=" --account=$SLURM_JOB_ACCOUNT"
[ -z "${SLURM_JOB_PARTITION:-}" ] || own+=" --partition=$SLURM_JOB_PARTITION"
echo "uptake: what is done is kept; to go on: sbatch$own --array=$SLURM_ARRAY_TASK_ID $(printf %q "$folder/sweep.sbatch") $first" >&2
exit 75
)sh";

}  // namespace

std::string script_text(const SlurmSettings& s) {
  const auto megabytes = static_cast<long long>(std::ceil(1.5 * s.worker_bytes / 1e6)) + 200;
  std::string more;
  if (!s.data.empty()) more += " --data " + bash_word(s.data);
  if (s.scratch) more += " --scratch";
  return fmt::format(
             "#!/bin/bash\n"
             "# Written by uptake sweep plan. Submit it with {submit}; flags of sbatch on the command line "
             "come "
             "before these.\n"
             "#SBATCH --job-name={name}\n"
             "#SBATCH --ntasks=1\n"
             "#SBATCH --cpus-per-task={threads}\n"
             "#SBATCH --time={time}\n"
             "#SBATCH --mem={memory}M\n"
             "#SBATCH --requeue\n"
             "#SBATCH --open-mode=append\n"
             "#SBATCH --signal=B:USR1@{warning}\n"
             "#SBATCH --output=\"{logs}/%A_%a.txt\"\n"
             "\n"
             "uptake=({program})\n"
             "folder={folder}\n"
             "shards={shards}\n"
             "max_requeues={requeues}\n"
             "more=({more})\n",
             fmt::arg("submit", submit_file), fmt::arg("name", job_name(s.name)),
             fmt::arg("threads", s.split.threads), fmt::arg("time", time_text(minutes_asked(s))),
             fmt::arg("memory", megabytes), fmt::arg("warning", seconds_of_warning(s)),
             fmt::arg("logs", sbatch_name((s.folder / "logs").generic_string())),
             fmt::arg("program", program_words(s)), fmt::arg("folder", bash_word(s.folder.generic_string())),
             fmt::arg("shards", s.split.shards), fmt::arg("requeues", s.max_requeues),
             fmt::arg("more", more)) +
         std::string(body);
}

std::string submit_text(const SlurmSettings& s) {
  std::string text =
      "#!/bin/bash\n"
      "# Submits all shards; again it does only what is missing. Flags of sbatch may be given: --account, "
      "--partition ...\n"
      "set -eu\n";
  const std::string folder = bash_word(s.folder.generic_string());
  text += fmt::format(
      "largest={}\n"
      "most=$(scontrol show config 2>/dev/null | sed -n 's/^MaxArraySize *= *//p' || true)\n"
      "if [ -n \"$most\" ] && [ \"$largest\" -gt \"$most\" ]; then\n"
      "  echo \"uptake: an array of $largest tasks is more than this cluster takes: its MaxArraySize is "
      "$most. Nothing was submitted. First: uptake sweep script $(printf %q {}) --shards {} --cpus {} "
      "--max-array-size $most\" >&2\n"
      "  exit 2\n"
      "fi\n",
      std::min(s.max_array_size, s.split.shards), folder, s.split.shards, s.split.threads);
  for (int first = 0; first < s.split.shards; first += s.max_array_size) {
    const int n = std::min(s.max_array_size, s.split.shards - first);
    text += fmt::format("sbatch \"$@\" --array=0-{}%{} {} {}\n", n - 1, std::min(s.at_once, n),
                        bash_word((s.folder / script_file).generic_string()), first);
  }
  return text;
}

std::string turn_warning(const SlurmSettings& s) {
  const double left = 60.0 * minutes_asked(s) - seconds_of_warning(s);
  if (s.first_seconds <= left) return {};
  const double enough = std::ceil((2 * s.first_seconds + 120) / 60);
  return fmt::format(
      "Of the {} minute{} of a task {:.0f} s are left before it is warned, but its first run is there only "
      "after about {:.0f} s: turn after turn nothing would be finished. Expected --minutes {:.0f} or more",
      minutes_asked(s), minutes_asked(s) == 1 ? "" : "s", left, s.first_seconds, enough);
}

void write_script(const SlurmSettings& s) {
  std::error_code error;
  std::filesystem::create_directories(s.folder / "logs", error);
  write_whole(s.folder / script_file, script_text(s));
  write_whole(s.folder / submit_file, submit_text(s));
}

}  // namespace uptake
