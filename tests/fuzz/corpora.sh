#!/usr/bin/env bash
# corpora.sh FOLDER SEEDS: what fuzzing begins from, a folder for each target in FOLDER, and the words of scenarios and flags (FOLDER/words.dict).
# SEEDS: the program fuzz_seeds, which makes small databases. Files of one name are replaced, others stay.
set -euo pipefail
mkdir -p "$1"
corpora=$(cd "$1" && pwd)
seeds=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for target in scenario design parameters survey posterior results shard plan command; do mkdir -p "$corpora/$target"; done

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
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$seeds" "$made"
cp "$made/results"/* "$corpora/results"
cp "$made/shard"/* "$corpora/shard"
# every command line of the pages, without folders: an argument a line
grep -ohE '^(build/release/)?uptake [a-z].*' README.md docs/*.md docs/guides/*.md | sed 's/#.*//; s/\\$//' | sort -u | awk '{
  file = sprintf("'"$corpora"'/command/page-%d", NR); for (i = 2; i <= NF; ++i) { gsub(".*/", "", $i); print $i > file } close(file) }'
{ grep -ohE '"[a-z_0-9-]{3,30}"' scenarios/schema.json scenarios/sweeps/schema.json
  grep -rohE '"--[a-z-]+"' sim/cli --include='*.cpp'; } | sort -u >"$corpora/words.dict"
