#!/usr/bin/env bash
# The program as other compilers and flags make it, on the same small study: which bytes come out again.
#   same_bytes.sh BUILD_FOLDER    builds the others below it (g++ and clang at -O0 and -O3), and compares with build/release
# What is compared: all files of a comparison but the manifest, which names the compiler, and the crate, which has its hash.
# A difference is named; exit code 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p "$1"
folder=$(cd "$1" && pwd)
export UPTAKE_DATA=$PWD/scenarios/data  # the others are built further down than the program looks
study=(compare scenarios/baseline.yaml scenarios/campaign.yaml scenarios/income-related-fees.yaml --families 1500 --draws 3 --force)

study_of() {  # PROGRAM NAME
  "$1" "${study[@]}" --out "$folder/$2" >"$folder/$2.log" 2>&1 || { cat "$folder/$2.log"; return 1; }
}
study_of build/release/uptake reference

bad=0
other() {  # NAME COMPILER FLAGS
  local build=$folder/build-$1
  cmake -S . -B "$build" -G Ninja -DCMAKE_CXX_COMPILER="$2" -DCMAKE_BUILD_TYPE=Other -DCMAKE_CXX_FLAGS_OTHER="$3 -DNDEBUG -w" \
    -DUPTAKE_TESTS=OFF -DCMAKE_UNITY_BUILD=ON >/dev/null
  cmake --build "$build" --target uptake >"$folder/$1.build.log" || { tail -n 20 "$folder/$1.build.log"; bad=1; return; }
  study_of "$build/uptake" "$1" || { bad=1; return; }
  local differing=0 n=0 file
  while IFS= read -r file; do
    n=$((n + 1))
    cmp -s "$folder/reference/$file" "$folder/$1/$file" || { differing=$((differing + 1)); printf '  %s: %s differs\n' "$1" "$file"; }
  done < <(cd "$folder/reference" && find . -type f ! -name manifest.json ! -name ro-crate-metadata.json | sort)
  printf '%-10s %s %s: %d of %d files the same\n' "$1" "$2" "$3" $((n - differing)) "$n"
  [ "$differing" -eq 0 ] || bad=1
}
other gcc-o0 g++ -O0
other gcc-o3 g++ -O3
other clang-o0 clang++-19 -O0
other clang-o3 clang++-19 -O3
exit $bad
