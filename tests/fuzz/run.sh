#!/usr/bin/env bash
# run.sh BUILD_FOLDER MINUTES [TARGET...]: each fuzz target for its share of the minutes, from the repository's own files and what earlier
# runs kept in BUILD_FOLDER/corpora. Prints a table; what was found is in BUILD_FOLDER/found, and is an exit code of 1.
#   again, alone: BUILD_FOLDER/fuzz_TARGET BUILD_FOLDER/found/TARGET-crash-...
set -euo pipefail
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd "$1" && pwd)
minutes=$2
targets=("${@:3}")
all=(scenario design parameters survey posterior results shard plan command)
[ ${#targets[@]} -gt 0 ] || targets=("${all[@]}")
corpora=$build/corpora
found=$build/found
logs=$build/logs
mkdir -p "$found" "$logs"
for target in "${all[@]}"; do mkdir -p "$corpora/$target"; done

# What fuzzing begins from; files of one name are replaced, what fuzzing found stays.
cd "$source_folder"
cp scenarios/*.yaml "$corpora/scenario"
for file in scenarios/measures/*.yaml; do cp "$file" "$corpora/scenario/measure-$(basename "$file")"; done
cp scenarios/sweeps/*.yaml "$corpora/design"
cp scenarios/data/parameters/reach.yaml "$corpora/parameters"
cp scenarios/data/survey/targets.csv "$corpora/survey"
for name in both 2016; do
  { head -n 3 "scenarios/data/posterior/$name.csv"; echo ---; cat "scenarios/data/posterior/$name.json"; } >"$corpora/posterior/$name"
done
cp tests/fuzz/plan.json "$corpora/plan"
# what somebody might send on purpose: bombs, numbers beyond all bounds, names that are markup or paths
for folder in tests/fuzz/nasty/*; do
  for file in "$folder"/*; do cp "$file" "$corpora/$(basename "$folder")/nasty-$(basename "$file")"; done
done
for target in results shard; do
  [[ " ${targets[*]} " == *" $target "* ]] || continue
  rm -rf "$build/seeds" && mkdir "$build/seeds" && "$build/fuzz_seeds" "$build/seeds"
  cp "$build/seeds/$target"/* "$corpora/$target"
done
# every command line of the pages, without folders: an argument a line
grep -ohE '^(build/release/)?uptake [a-z].*' README.md docs/*.md docs/guides/*.md | sed 's/#.*//; s/\\$//' | sort -u | awk '{
  file = sprintf("'"$corpora"'/command/page-%d", NR); for (i = 2; i <= NF; ++i) { gsub(".*/", "", $i); print $i > file } close(file) }'
# the words of scenarios, parameters and flags
{ grep -ohE '"[a-z_0-9-]{3,30}"' scenarios/schema.json scenarios/sweeps/schema.json
  grep -rohE '"--[a-z-]+"' sim/cli --include='*.cpp'; } | sort -u >"$build/words.dict"

at_once=$(($(nproc) < ${#targets[@]} ? $(nproc) : ${#targets[@]}))
seconds=$((at_once * minutes * 60 / ${#targets[@]}))
one() {  # TARGET
  "$build/fuzz_$1" "$corpora/$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -dict="$build/words.dict" \
    -artifact_prefix="$found/$1-" -print_final_stats=1 -close_fd_mask=3 >"$logs/$1" 2>&1 || touch "$logs/$1.failed"
}
export -f one
export build corpora found logs seconds
rm -f "$logs"/*.failed
printf '%s\n' "${targets[@]}" | xargs -P "$at_once" -I{} bash -c 'one {}'

printf '%-11s %12s %8s %8s %9s %7s\n' target inputs 'a second' edges 'peak, MB' found
bad=0
for target in "${targets[@]}"; do
  stat() { sed -n "s/^stat::$1: *//p" "$logs/$target" | tail -n 1; }
  edges=$(grep -oE 'cov: [0-9]+' "$logs/$target" | tail -n 1 | cut -d' ' -f2)
  n=$(find "$found" -name "$target-*" | wc -l)
  printf '%-11s %12s %8s %8s %9s %7s\n' "$target" "$(stat number_of_executed_units)" "$(stat average_exec_per_sec)" "$edges" \
    "$(stat peak_rss_mb)" "$n"
  if [ "$n" -gt 0 ] || [ -e "$logs/$target.failed" ]; then
    bad=1
    printf '  see %s and %s\n' "$logs/$target" "$found/$target-*"
  fi
done
exit $bad
