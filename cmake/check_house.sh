#!/usr/bin/env bash
# The rules of the house that a compiler does not see: floors, no global randomness or printing in sim/, no libm
# transcendentals where bytes are promised, no path of a machine. Prints every offence; exit 1 if there is one.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bad=0
offence() { printf '%s\n' "$1"; bad=1; }

# Floors: what a folder may include (itself and what stands below it).
declare -A below=(
  [base]=""
  [evidence]="base"
  [population]="evidence base"
  [services]="evidence base"
  [network]="population evidence base"
  [pathway]="population network services evidence base"
  [policy]="pathway population network services evidence base"
  [world]="policy pathway population network services evidence base"
  [survey]="world policy pathway population network services evidence base"
  [store]="survey world policy pathway population network services evidence base"
)
for folder in "${!below[@]}"; do
  while IFS=: read -r file line text; do
    target=$(sed -E 's|.*"sim/([a-z]+)/.*|\1|' <<<"$text")
    case " $folder ${below[$folder]} " in
      *" $target "*) ;;
      *) offence "$file:$line: sim/$folder may not include sim/$target" ;;
    esac
  done < <(grep -rnE '#include "sim/' "sim/$folder" 2>/dev/null)
  while IFS= read -r hit; do offence "$hit: sim/$folder may not include analysis/"; done \
    < <(grep -rnE '#include "analysis/' "sim/$folder" 2>/dev/null)
done

while IFS= read -r hit; do offence "$hit: TBB belongs to sim/world"; done \
  < <(grep -rnE '#include <(tbb|oneapi)/' sim analysis --include='*.?pp' | grep -v '^sim/world/')
while IFS= read -r hit; do offence "$hit: no other randomness than base/random"; done \
  < <(grep -rnE 'std::(rand|mt19937|random_device|uniform_real)' sim analysis --include='*.?pp')
while IFS= read -r hit; do offence "$hit: printing belongs to sim/cli"; done \
  < <(grep -rnE 'std::(cout|cerr)|fmt::print' sim analysis --include='*.?pp' | grep -vE '^sim/(cli|base/progress)')
while IFS= read -r hit; do offence "$hit: use base/math: the bytes of libm differ between machines"; done \
  < <(grep -rnE 'std::(exp2?|expm1|log(2|10|1p)?|pow|cbrt|hypot|a?(sin|cos|tan)h?|atan2|erfc?|[lt]gamma)\(' sim analysis --include='*.?pp')
while IFS= read -r hit; do offence "$hit: use base/fetch: g++ leaves out a function that only fetches"; done \
  < <(grep -rn '__builtin_prefetch' sim analysis --include='*.?pp' | grep -v '^sim/base/fetch.hpp')
while IFS= read -r hit; do offence "$hit: a path of a machine"; done \
  < <(git ls-files | grep -v '^cmake/check_house.sh$' | xargs grep -nE '/(home|root|tmp|work)/[a-z]' 2>/dev/null | grep -vE 'package-lock|\.svg' || true)
while IFS= read -r file; do offence "$file: no SPDX line"; done \
  < <(git ls-files 'sim/*.?pp' 'analysis/*.?pp' 'tests/*.?pp' | xargs grep -L 'SPDX-License-Identifier' 2>/dev/null)
version=$(sed -nE 's/^project\(uptake VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
grep -qx "version: $version" CITATION.cff || offence "CITATION.cff: expected version: $version, as in CMakeLists.txt"
released=$(sed -nE 's/^date-released: (.*)/\1/p' CITATION.cff)
grep -qx "## \[$version\] - $released" CHANGELOG.md || offence "CITATION.cff: expected date-released as CHANGELOG.md has it of [$version]"
grep -q "^## \[$version\]" CHANGELOG.md || offence "CHANGELOG.md: has no section [$version], the version in CMakeLists.txt"
# A golden scenario that came out otherwise is a change of results: CHANGELOG marks one, in that commit or since.
marked='- \*\*results\*\*'
golden=tests/scenario/golden
if git diff --numstat HEAD -- $golden | awk '$2 > 0 {n++} END {exit !n}'; then
  git diff HEAD -- CHANGELOG.md | grep -q "^+$marked" || offence "CHANGELOG.md: $golden has changed; expected a line '- **results** ...'"
elif [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  echo "no history here: not looked at whether CHANGELOG.md marks the last change of $golden"
else
  last=$(git log --format=%h --numstat -- $golden | awk 'NF == 1 {commit = $1} NF == 3 && $2 > 0 {print commit; exit}')
  [ -n "$(git log --format=%h -G"^$marked" "$last^..HEAD" -- CHANGELOG.md)" ] ||
    offence "CHANGELOG.md: $golden changed in $last; expected a line '- **results** ...' in it or since"
fi
[ $bad -eq 0 ] && echo "the house stands: floors, randomness, printing, mathematics, paths, version"
exit $bad
