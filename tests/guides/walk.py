#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Walks through a how-to as its reader would: runs the commands of its ```sh blocks, as they stand and in their order, in a
folder that looks like the repository after a build. A block of which any command fails, also one before a pipe, or that does
not print what the ```text block after it shows, fails the walk. In a ```text block `...` stands for anything, a line of it
alone for any lines.

Use: walk.py PAGE SOURCE PROGRAM"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def blocks(page):
    """(kind, first line's number, text) of each fenced block that is sh or text."""
    found, kind, first, lines = [], None, 0, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if kind is None and (fence := re.fullmatch(r"```(\w+)", line.strip())):
            kind, first, lines = fence.group(1), number + 1, []
        elif kind is not None and line.strip() == "```":
            found.append((kind, first, "\n".join(lines)))
            kind = None
        elif kind is not None:
            lines.append(line)
    if kind is not None:
        sys.exit(f"{page}:{first - 1}: a block that is not closed")
    return [b for b in found if b[0] in ("sh", "text")]


def missing_line(shown, said):
    """The first line of a text block that what was printed does not have, in its order; None when all are there."""
    printed, at = said.splitlines(), 0
    for line in shown.splitlines():
        if line.strip() in ("", "..."):
            continue
        wanted = re.compile(".*".join(re.escape(part) for part in line.strip().split("...")))
        while at < len(printed) and not wanted.fullmatch(printed[at].strip()):
            at += 1
        if at == len(printed):
            return line
        at += 1
    return None


def walk(page, source, program):
    with tempfile.TemporaryDirectory(prefix="uptake_walk_") as name:
        place = Path(name)
        subprocess.run(["cp", "-r", str(source / "scenarios"), str(source / "docs"), str(place)], check=True)
        (place / "build/release").mkdir(parents=True)
        shutil.copy2(program, place / "build/release/uptake")  # no link: it looks for scenarios from where it stands
        environment = {k: v for k, v in os.environ.items() if k != "UPTAKE_DATA"}
        said, ran = None, 0
        for kind, line, text in blocks(page):
            if kind == "text":
                lacks = missing_line(text, said or "")
                if lacks is not None:
                    sys.exit(f"{page}:{line}: not printed by the block above:\n{lacks}\nIt printed:\n{said}")
                continue
            print(f"-- {page.name}:{line}\n{text}", flush=True)
            ended = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=place, env=environment, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            said, ran = ended.stdout, ran + 1
            print(said, flush=True)
            if ended.returncode != 0:
                sys.exit(f"{page}:{line}: ended with {ended.returncode}")
        if ran == 0:
            sys.exit(f"{page}: has no block of commands")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    walk(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]).resolve())
