#!/usr/bin/env bash
# tidy_file.sh BUILD_FOLDER FILE: clang-tidy on one source file. A file that it found good is not looked at again while neither the
# file, nor a header of ours that it includes, nor its flags, nor the rules, nor clang-tidy have changed: it is known by the sum of
# all these, kept in the user's cache (remove ~/.cache/uptake/tidied to look at everything anew).
set -euo pipefail
build=$1 file=$2
kept=${XDG_CACHE_HOME:-$HOME/.cache}/uptake/tidied
mkdir -p "$kept"
headers=$(clang++-19 -std=c++20 -I. -isystem /usr/include/eigen3 -MM "$file" 2>/dev/null | tr -d '\\\n' | sed 's/^[^:]*://' || true)
[ -n "$headers" ] || headers=$(git ls-files '*.hpp')  # cannot be read so: all of them
command=$(grep -F "$PWD/$file" "$build/compile_commands.json" | sed "s|$PWD||g" | sort)
sum=$({ clang-tidy-19 --version; printf '%s\n' "$command"; cat .clang-tidy "$0" "$file" $headers; } | sha256sum | cut -d ' ' -f 1)
[ -f "$kept/$sum" ] && exit 0
clang-tidy-19 -p "$build" --quiet "$file"
printf '%s\n' "$file" >"$kept/$sum"
