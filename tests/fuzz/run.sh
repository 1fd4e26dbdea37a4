#!/usr/bin/env bash
# run.sh BUILD_FOLDER MINUTES [TARGET...]: each fuzz target for its share of the minutes, from the repository's own files and what earlier
# runs kept in BUILD_FOLDER/corpora. Prints a table; what was found is in BUILD_FOLDER/found, and is an exit code of 1.
#   again, alone: BUILD_FOLDER/fuzz_TARGET BUILD_FOLDER/found/TARGET-crash-...
set -euo pipefail
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd "$1" && pwd)
minutes=$2
targets=("${@:3}")
corpora=$build/corpora
found=$build/found
logs=$build/logs
mkdir -p "$found" "$logs"

"$source_folder/tests/fuzz/corpora.sh" "$corpora" "$build/fuzz_seeds"
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd "$corpora" && printf '%s\n' */ | tr -d /)

at_once=$(($(nproc) < ${#targets[@]} ? $(nproc) : ${#targets[@]}))
seconds=$((at_once * minutes * 60 / ${#targets[@]}))
one() {  # TARGET
  "$build/fuzz_$1" "$corpora/$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -dict="$corpora/words.dict" \
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
