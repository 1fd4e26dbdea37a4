#!/usr/bin/env bash
# A sweep on a real Slurm, disturbed in every way that a cluster has: sweep.sh UPTAKE SCENARIOS FOLDER, inside slurm.sh.
# Says what went wrong and ends with 1, else with 0.
set -euo pipefail
uptake=$1
scenarios=$2
folder=$3
slurm=$(dirname "$SLURM_CONF")
host=$(hostname -s)
cd "$folder"
cat >small.yaml <<DESIGN
title: {en: small, nl: klein}
scenarios: [$scenarios/baseline.yaml, $scenarios/campaign.yaml]
families: 4000
draws: 8
replicates: 2
populations: 2
until: 2029-01
points:
  design: grid
  vary:
    levers.campaign_parenting.reach: {values: [5 %, 15 %]}
keep:
  measures: [contact]
  years: [2028]
DESIGN

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  squeue >&2
  "$uptake" sweep status out >&2 || true
  cat out/logs/* >&2 || true
  exit 1
}
n_done() { "$uptake" sweep status out --json | sed -n 's/^ *"done": \([0-9]*\),/\1/p'; }
# what was requeued waits for two minutes otherwise
all_now() { squeue -h -r -t PD -o %A | xargs -r -n 1 -I{} scontrol update jobid={} StartTime=now 2>/dev/null || true; }
wait_for_end() {
  for _ in $(seq 240); do
    [ -z "$(squeue -h)" ] && return
    all_now
    sleep 0.5
  done
  fail "tasks that do not end"
}
wait_until_done() {  # N
  for _ in $(seq 240); do
    [ "$(n_done)" -ge "$1" ] && return
    sleep 0.25
  done
  fail "no $1 runs are done"
}

"$uptake" sweep plan small.yaml --out whole >/dev/null
"$uptake" sweep run whole --quiet >/dev/null
"$uptake" sweep merge whole --quiet >/dev/null
"$uptake" sweep plan small.yaml --out out --shards 4 --minutes 5 >/dev/null
n_runs=$(("$(wc -l <out/runs.csv)" - 1))

bash out/submit.sh >submitted.txt
job=$(sed -n 's/.* //p' submitted.txt)
wait_until_done 4
scancel "${job}_0"
scontrol requeue "${job}_1"
pkill_worker() {  # the worker of a shard, by its own command line
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q "sweep run .*--shard $1/4"; then
      case $(readlink "$process/exe") in "$uptake") kill -KILL "${process#/proc/}" ;; esac
    fi
  done
}
pkill_worker 3
kill "$(cat "$slurm/slurmd.pid")"
sleep 1
slurmd -N "$host"
wait_for_end
before=$(n_done)
[ "$before" -lt "$n_runs" ] || echo "note: all was done before the second turn" >&2

# a warning: the worker stops, the task asks for another turn by itself and then ends
bash out/submit.sh >submitted.txt
job=$(sed -n 's/.* //p' submitted.txt)
sleep 1
scancel --signal=USR1 --batch "$job" 2>/dev/null || true
wait_for_end

bash out/submit.sh >/dev/null
wait_for_end
[ "$(n_done)" -eq "$n_runs" ] || fail "$(n_done) of $n_runs runs are done"
"$uptake" sweep merge out --quiet >/dev/null
cmp whole/merged.sqlite out/merged.sqlite || fail "other bytes than undisturbed"
echo "done: $n_runs runs, $before of them at the first turn"
