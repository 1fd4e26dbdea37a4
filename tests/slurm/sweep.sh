#!/usr/bin/env bash
# A sweep on a real Slurm, disturbed in every way that a cluster has: sweep.sh UPTAKE SCENARIOS FOLDER [--full], inside
# slurm.sh. With --full also tasks whose minute is up before their shard. Says what went wrong and ends with 1, else
# with 0. It waits for what it wants to see, never for a time; `patience` is for a machine that has stopped.
set -euo pipefail
uptake=$1
scenarios=$2
folder=$3
full=${4:-}
slurm=$(dirname "$SLURM_CONF")
host=$(hostname -s)
patience=900
out="$folder/50% of \"it's\" out"  # a folder that must be quoted everywhere
cd "$folder"

design() {  # DRAWS REPLICATES FAMILIES
  cat <<DESIGN
title: {en: small, nl: klein}
scenarios: [$scenarios/baseline.yaml, $scenarios/campaign.yaml]
families: $3
draws: $1
replicates: $2
populations: 2
until: 2029-01
points:
  design: grid
  vary:
    levers.campaign_parenting.reach: {values: [5 %, 15 %]}
keep:
  measures: [contact, helped, need]
  by: [total, gender, age, education]
  years: [2027, 2028]
DESIGN
}

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  squeue >&2
  "$uptake" sweep status "$out" >&2 || true
  tail -n 5 "$out"/logs/* >&2 || true
  tail -n 30 "$slurm/slurmctld.log" >&2 || true
  exit 1
}
wait_until() {  # WHAT COMMAND...
  local what=$1 end=$((SECONDS + patience))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited in vain: $what"
    sleep 0.2
  done
}
n_done() { "$uptake" sweep status "$out" --json | sed -n 's/^ *"done": \([0-9]*\),/\1/p'; }
are_done() { [ "$(n_done)" -ge "$1" ]; }
state_of() { squeue -h -r -j "$1" -o %T 2>/dev/null; }  # of a task; nothing once it has ended
has_ended() { [ -z "$(state_of "$1")" ]; }
nobody_runs() { [ -z "$(squeue -h)" ]; }
none_is_ending() { ! squeue -h -o %T | grep -q COMPLETING; }
node_answers() { sinfo -h -o %t | grep -qE '^(idle|mix|alloc)$'; }
said() { grep -qs "$1" "$out"/logs/*; }
submit() {
  bash "$out/submit.sh" >submitted.txt || fail "cannot submit"
  mapfile -t jobs < <(sed -n 's/^Submitted batch job //p' submitted.txt)
}
task() { printf '%s_%s\n' "${jobs[($1 - 1) / per_array]}" $((($1 - 1) % per_array)); }  # of a shard
worker_of() {  # SHARD: its worker's process, by its own command line
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q "sweep run .*--shard $1 "; then
      case $(readlink "$process/exe") in "$uptake") printf '%s\n' "${process#/proc/}" ;; esac
    fi
  done
}
has_worker() { [ -n "$(worker_of "$1")" ]; }
kill_worker() { for process in $(worker_of "$1"); do kill -KILL "$process" && return; done; return 1; }
is_merged_as() {  # FOLDER
  "$uptake" sweep merge "$out" --quiet >/dev/null || fail "cannot merge"
  cmp "$1/merged.sqlite" "$out/merged.sqlite" || fail "other bytes than undisturbed"
}

design 8 2 12000 >small.yaml  # so many that no task has ended before it is disturbed
"$uptake" sweep plan small.yaml --out whole >/dev/null
"$uptake" sweep run whole --quiet >/dev/null
"$uptake" sweep merge whole --quiet >/dev/null
per_array=3  # the fourth shard is in an array of its own
"$uptake" sweep plan small.yaml --out "$out" --shards 4 --minutes 5 --max-array-size $per_array >/dev/null
n_runs=$(("$(wc -l <"$out/runs.csv")" - 1))
say "the undisturbed sweep: $n_runs runs"

# the shards on a disk of their own, which will be full
mkdir -p "$out/shards"
mount -t tmpfs -o size=20m tmpfs "$out/shards"
trap 'umount -l "$out/shards" 2>/dev/null || true' EXIT

# one task is warned, so that it asks for another turn by itself, one cancelled, one requeued, one killed; then the slurmd
# goes and comes back
submit
[ "${#jobs[@]}" -eq 2 ] || fail "${#jobs[@]} arrays, expected two"
wait_until "some runs" are_done 2
wait_until "the worker to cancel" test -s "$out/shards/shard-00001-of-00004.sqlite"
wait_until "the worker to warn" has_worker 3/4
scancel --signal=USR1 --batch "$(task 3)" || fail "scancel --signal"
scancel "$(task 1)" || fail "scancel"
scontrol requeue "$(task 2)" || fail "scontrol requeue"
wait_until "the worker to kill" eval 'has_worker 4/4 || has_ended "$(task 4)"'
kill_worker 4/4 || say "note: the worker to kill had ended"
wait_until "the cancelled task to end" has_ended "$(task 1)"
wait_until "the killed task to end" has_ended "$(task 4)"
wait_until "no task that is ending" none_is_ending
kill "$(cat "$slurm/slurmd.pid")"
wait_until "the slurmd to be gone" eval '! kill -0 "$(cat "$slurm/slurmd.pid" 2>/dev/null)" 2>/dev/null'
slurmd -N "$host"
wait_until "the slurmd to answer" node_answers
wait_until "the warned and the requeued task's other turns" nobody_runs
said "turn 2 of shard 3/4" || fail "the warned task did not bring itself back"
said "turn 2 of shard 2/4" || fail "the requeued task did not come back"
if said "turn 2 of shard 1/4"; then fail "the cancelled task came back"; fi
grep -q "the same command goes on" "$out/logs/$(task 1).txt" || fail "the cancelled worker did not end by itself"
say "warned, cancelled, requeued, killed, slurmd restarted: $(n_done) runs are done"
[ "$(n_done)" -lt "$n_runs" ] || fail "the cancelled task's runs are there: nothing was disturbed"

# a disk that is full: the worker says so and ends
used=$(df --output=used -k "$out/shards" | tail -n 1)
mount -o "remount,size=$((used + 8))k" "$out/shards"
submit
wait_until "the tasks on a full disk" nobody_runs
said "disk is full" || fail "nobody said that the disk is full"
[ "$(n_done)" -lt "$n_runs" ] || fail "the disk was not full"
mount -o remount,size=20m "$out/shards"
say "a full disk: $(n_done) runs are done"

# there is room again
submit
wait_until "all tasks" nobody_runs
[ "$(n_done)" -eq "$n_runs" ] || fail "$(n_done) of $n_runs runs are done"
is_merged_as whole
say "gone on: the same bytes"

# a shard that is damaged: its task refuses it, the merge too; moved away, its runs come back
shard="$out/shards/shard-00002-of-00004.sqlite"
dd if=/dev/urandom of="$shard" bs=1 count=3000 seek=$(($(stat -c %s "$shard") / 2)) conv=notrunc status=none
submit
wait_until "the tasks beside a damaged shard" nobody_runs
said "is damaged" || fail "nobody said that a shard is damaged"
if "$uptake" sweep merge "$out" --quiet >/dev/null 2>damaged.txt; then fail "a damaged shard was merged"; fi
grep -q "shard-00002-of-00004.sqlite: is damaged" damaged.txt || fail "the merge does not name the damaged shard"
mv "$shard" "$folder/damaged.sqlite"
submit
wait_until "the damaged shard's runs" nobody_runs
is_merged_as whole
say "a damaged shard, made again: the same bytes"
umount "$out/shards"
[ "$full" = --full ] || exit 0

# a minute is up before the shard is: each turn does a part, and asks for the next
out="$folder/long"
design 40 6 4000 >long.yaml
"$uptake" sweep plan long.yaml --out whole-long >/dev/null
"$uptake" sweep run whole-long --quiet >/dev/null
"$uptake" sweep merge whole-long --quiet >/dev/null
"$uptake" sweep plan long.yaml --out "$out" --shards 2 --minutes 1 >/dev/null
n_runs=$(("$(wc -l <"$out/runs.csv")" - 1))
say "a longer undisturbed sweep: $n_runs runs"
turns=0
until are_done "$n_runs"; do  # a machine that is too slow may use up a task's turns, or be ended before it is warned
  [ $((turns += 1)) -le 20 ] || fail "no end to it"
  submit
  wait_until "the tasks of a minute" nobody_runs
done
is_merged_as whole-long
said "turn 2 of shard" || fail "no task whose minute was up brought itself back"
restarts=$(cat "$out"/logs/* | grep -c "^uptake: turn ")
say "tasks of a minute: the same bytes after $turns submissions and $restarts further turns"
