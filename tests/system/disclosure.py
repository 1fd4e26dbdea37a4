# SPDX-License-Identifier: Apache-2.0
"""What may leave the house, and what may come in: no network, no child process (so no shell), no name that becomes markup or a
formula, small groups left out on request.

    disclosure.py SOURCE_DIR PROGRAM [TEST...]
"""
import contextlib
import csv
import ctypes
import glob
import json
import os
import platform
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

SOURCE, PROGRAM = sys.argv[1], sys.argv[2]
ENVIRONMENT = dict(os.environ, UPTAKE_DATA=SOURCE + "/scenarios/data")

# Names that a page or a spreadsheet could take for something else.
SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = "=cmd|' /C calc'!A0"
AS_TITLE = json.dumps(SCRIPT + " \" ' & ${x} `id`")


def alone():
    """From here on this process and what it becomes may open no socket and start no other process; either kills it."""
    numbers = {"x86_64": (0xC000003E, [41, 42, 53], [57, 58], 56, 435),  # socket, connect, socketpair; fork, vfork; clone; clone3
               "aarch64": (0xC00000B7, [198, 203, 199], [], 220, 435)}
    architecture, network, forks, clone, clone3 = numbers[platform.machine()]
    kill, allow, no_such_call, thread = 0x80000000, 0x7FFF0000, 0x00050026, 0x00010000
    lines = [(0x20, 0, 0, 4), (0x15, 1, 0, architecture), (0x06, 0, 0, kill), (0x20, 0, 0, 0)]
    for call in network + forks:
        lines += [(0x15, 0, 1, call), (0x06, 0, 0, kill)]
    lines += [(0x15, 0, 1, clone3), (0x06, 0, 0, no_such_call)]  # glibc then takes clone, whose flags can be looked at
    lines += [(0x15, 0, 4, clone), (0x20, 0, 0, 16), (0x45, 1, 0, thread), (0x06, 0, 0, kill), (0x06, 0, 0, allow)]
    lines += [(0x06, 0, 0, allow)]
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, program, 0, 0) != 0:
        os._exit(97)


class DisclosureTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="uptake_disclosure_")
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("short.yaml", f"extends: {SOURCE}/scenarios/baseline.yaml\ntitle: {{en: short, nl: kort}}\nuntil: 2018-01\n")
        self.write("other.yaml", "extends: short.yaml\ntitle: {en: other, nl: ander}\nlevers:\n  push: {lever: occasion, "
                   "domain: parenting, from: 2016-06, shift: 0.5, grade: assumption, source: \"none: for a test\"}\n")

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def rows(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def call(self, *arguments, expect=0, preexec=None):
        ended = subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True,
                               preexec_fn=preexec)
        self.assertEqual(ended.returncode, expect, ended.stderr)
        return ended.stdout

    def small(self, command, *arguments):
        return [command, *arguments, "--families", "100", "--quiet"]


class Alone(DisclosureTest):
    def test_without_network_and_child_processes_everything_works(self):
        design = ("title: {en: a, nl: b}\nscenarios: [short.yaml, other.yaml]\nfamilies: 100\ndraws: 2\nkeep: {measures: "
                  "[contact], years: [2017]}\n")
        self.write("design.yaml", design)
        self.write("waves.yaml", self.read("short.yaml").replace("2018-01", "2021-06"))
        self.write("calibration.yaml", "title: {en: a, nl: b}\nscenario: waves.yaml\nwaves: [2016, 2021]\ntargets: [T4, T10]\n"
                   "parameters: [occasion.parenting, memory.parenting_years]\nbudget: {families: 500, populations: 1, points: [64], "
                   "surveys: 50, survey_families: 1000, steps: 800, draws: 200}\n")
        for line in (["--help"], ["validate", "short.yaml"], ["levers"], ["describe", "--odd"], ["resolve", "other.yaml"],
                     self.small("compare", "short.yaml", "other.yaml", "--draws", "2", "--out", "compared"),
                     ["report", "compared"], ["verify", "compared", "--runs", "1"], ["population", "short.yaml", "--families", "100"],
                     self.small("fit", "--draws", "1", "--out", "fitted"),
                     self.small("tables", "--wave", "2016", "--draws", "1", "--populations", "1", "--out", "tabled"),
                     ["network", "short.yaml", "--families", "100", "--out", "tied"],
                     self.small("story", "short.yaml", "other.yaml", "--find", "reached in both", "--posterior", "none"),
                     self.small("structures", "short.yaml", "other.yaml", "--draws", "1", "--out", "structured"),
                     ["calibrate", "calibration.yaml", "--out", "calibrated", "--quiet"],
                     self.small("sensitivity", "short.yaml", "other.yaml", "--points", "4", "--input",
                                "levers.push.shift=0.1..0.9", "--out", "sensed"),
                     ["sweep", "plan", "design.yaml", "--out", "swept"], ["sweep", "run", "swept", "--quiet"],
                     ["sweep", "merge", "swept", "--quiet"], ["sweep", "export", "swept", "--out", "tables"]):
            with self.subTest(command=line[0]):
                self.call(*line, preexec=alone)

    def test_a_socket_or_a_child_would_be_found(self):
        for code in ("import socket; socket.socket()", "import os; os.system('true')",
                     "import subprocess; subprocess.run(['true'])"):
            ended = subprocess.run([sys.executable, "-c", code], preexec_fn=alone, capture_output=True)
            self.assertEqual(ended.returncode, -signal.SIGSYS, code)
        threads = "import threading; t = threading.Thread(target=print); t.start(); t.join()"
        self.assertEqual(subprocess.run([sys.executable, "-c", threads], preexec_fn=alone, capture_output=True).returncode, 0)

    def test_the_code_calls_no_shell_and_no_socket(self):
        forbidden = re.compile(r"\b(popen|execv\w*|execl\w*|posix_spawn\w*|fork|vfork|socket|getaddrinfo)\s*\(|std::system\b|[^\w.]system\(")
        for file in glob.glob(SOURCE + "/sim/**/*.?pp", recursive=True) + glob.glob(SOURCE + "/analysis/**/*.?pp", recursive=True):
            with open(file, encoding="utf-8") as text:
                for number, line in enumerate(text, 1):
                    self.assertIsNone(forbidden.search(line), f"{file}:{number}: {line}")


class Names(DisclosureTest):
    def setUp(self):
        super().setUp()
        self.odd = FORMULA.replace("/", "") + ".yaml"
        self.markup = "<img src=x onerror=alert(3)>.yaml"
        for name in (self.odd, self.markup):
            self.write(name, self.read("other.yaml").replace("{en: other, nl: ander}", f"{{en: {AS_TITLE}, nl: {AS_TITLE}}}"))

    def harmless(self, page):
        html = self.read(page)
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
        self.assertIsNotNone(policy, page)
        self.assertIn("default-src 'none'", policy[1])
        self.assertNotRegex(policy[1], r"script-src[^;]*(unsafe|\*|https?:)")
        self.assertNotIn("<img src=x", html, page)
        self.assertNotIn("<script>alert", html, page)
        # the data end where the page ends them
        self.assertEqual(len(re.findall(r'<script type="application/json" id="data">[^<]*</script>', html)), 1, page)

    def test_none_becomes_markup_and_every_page_has_a_policy(self):
        self.call(*self.small("compare", "short.yaml", self.odd, self.markup, "--draws", "2", "--out", "out"))
        self.call(*self.small("story", "short.yaml", self.markup, "--find", "reached in both", "--posterior", "none", "--html", "story.html"))
        self.call(*self.small("fit", "--draws", "1", "--out", "fitted"))
        self.call(*self.small("sensitivity", "short.yaml", self.markup, "--points", "4", "--input", "levers.push.shift=0.1..0.9",
                              "--out", "sensed"))
        self.call(*self.small("structures", "short.yaml", self.markup, "--draws", "1", "--out", "structured"))
        for page in ("out/report.html", "story.html", "fitted/fit.html", "sensed/sensitivity.html", "structured/structures.html"):
            with self.subTest(page=page):
                self.harmless(page)

    def test_none_becomes_markup_in_a_picture(self):
        titled = self.read("short.yaml").replace("{en: short, nl: kort}", f"{{en: {AS_TITLE}, nl: {AS_TITLE}}}")
        self.write("short.yaml", titled)  # whose title stands in the picture
        self.call(*self.small("compare", "short.yaml", self.markup, "--draws", "1", "--out", "out"))
        for picture in ("out/funnel-en.svg", "out/funnel-nl.svg"):
            with self.subTest(picture=picture):
                tree = xml.etree.ElementTree.fromstring(self.read(picture))
                names = {element.tag.rpartition("}")[2] for element in tree.iter()}
                self.assertLessEqual(names, {"svg", "title", "desc", "g", "rect", "text", "tspan", "path", "line", "polygon", "style"})
                self.assertFalse([a for e in tree.iter() for a in e.attrib if a.lower().startswith("on") or a.endswith("href")])
                self.assertIn("<script>alert(1)</script>", "".join(tree.itertext()))  # as text

    def test_none_becomes_a_formula(self):
        self.call(*self.small("compare", "short.yaml", self.odd, "--draws", "2", "--out", "out"))
        self.write("design.yaml", json.dumps({"title": {"en": "a", "nl": "b"}, "scenarios": ["short.yaml", self.odd],
                                              "families": 100, "draws": 1, "keep": {"measures": ["contact"], "years": [2017]}}))
        self.call("sweep", "plan", "design.yaml", "--out", "swept")
        self.call("sweep", "run", "swept", "--quiet")
        self.call("sweep", "merge", "swept", "--quiet")
        self.call("sweep", "export", "swept", "--out", "tables")
        n_names = n_negative = 0
        for table in glob.glob(self.folder + "/out/*.csv") + glob.glob(self.folder + "/tables/*.csv") + [self.folder + "/swept/runs.csv"]:
            for row in self.rows(os.path.relpath(table, self.folder)):
                for column, cell in row.items():
                    if cell.startswith("'="):
                        n_names += 1
                    if re.match(r"-[\d.]", cell):
                        n_negative += 1  # a number stays a number
                    elif cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                        self.fail(f"{table}: {column}: {cell}")
        self.assertGreater(n_names, 10)
        self.assertGreater(n_negative, 10)


class SmallGroups(DisclosureTest):
    BELOW = 20

    def told(self, measure, value, size):
        """The fewest families that a figure tells of; `size`: of its group."""
        if measure == "families":
            return size
        if measure in ("contact", "unmet_need", "helped", "need"):
            return min(value * size, size - value * size)
        return value  # a count, in simulated families

    def held(self, figures):
        """`figures`: what is given away, by measure, domain, variable and category, of one scenario or run and year, and `None` for
        what is not. Counts are of simulated families. Returns how many of the groups were kept."""
        kept, missing = 0, {}
        for (measure, domain, variable, category), (given, value) in figures.items():
            if variable == "total" or measure in ("mean_wait", "places", "cost", "lever_cost", "lever_units"):
                continue
            size = figures.get(("families", "both", variable, category), (None, 0))[1]
            if given:
                self.assertGreaterEqual(self.told(measure, value, size), self.BELOW - 1e-3, (measure, domain, variable, category))
                kept += 1
            if variable not in ("gate", "service"):
                missing.setdefault((measure, domain, variable), []).append(not given)
        # no variable lacks one group alone, which its total would tell
        for which, left_out in missing.items():
            self.assertFalse(sum(left_out) == 1 and len(left_out) > 1, which)
        for (measure, domain, variable, category), (given, _) in figures.items():
            if measure == "mean_wait" and given:
                self.assertGreaterEqual(figures["started", domain, variable, category][1], self.BELOW - 1e-3)
        return kept

    def counts(self, measure):
        return measure in ("families", "journeys", "started", "waiting", "gave_up", "advice")

    def test_are_left_out_on_request(self):
        self.call("compare", "short.yaml", "other.yaml", "--families", "700", "--quiet", "--draws", "2", "--out", "all")
        self.call("report", "all", "--suppress-below", str(self.BELOW), "--out", "given")
        self.assertEqual(sorted(os.listdir(self.folder + "/given")),
                         sorted(["category-labels.csv", "measure-labels.csv", "scenarios.csv", "datapackage.json",
                                 "costs.csv", "data-dictionary.csv", "effects.csv", "expectations.csv", "fit.csv", "measures.csv",
                                 "reached.csv", "report.html", "runs.csv"]))
        all_real = [float(r["real_per_simulated"]) for r in self.rows("all/runs.csv")]
        real = sum(all_real) / len(all_real)
        key = ("measure", "domain", "variable", "category")
        where = lambda r: (r["scenario"], r["year"], *[r[k] for k in key])
        given = {where(r) for r in self.rows("given/measures.csv")}
        years = {}
        for row in self.rows("all/measures.csv"):
            # as stored: shares are percent in the table
            value = float(row["mean"]) / (real if self.counts(row["measure"]) else 100 if row["measure"] in
                                          ("contact", "unmet_need", "helped", "need") else 1)
            years.setdefault((row["scenario"], row["year"]), {})[tuple(row[k] for k in key)] = (where(row) in given, value)
        kept = sum(self.held(figures) for figures in years.values())
        self.assertGreater(kept, 20, "everything was left out")
        self.assertLess(len(given), len(self.rows("all/measures.csv")) / 2, "almost nothing was")
        # what is not told of a scenario or of the baseline is not told by their difference
        for row in self.rows("given/effects.csv"):
            self.assertIn(where(row), given)
            self.assertIn(("short", *where(row)[1:]), given)
        page = json.loads(re.search(r'id="data">(.*?)</script>', self.read("given/report.html"), re.S)[1])
        for row in page["levels"] + page["effects"]:
            self.assertIn((row["scenario"], str(row["year"]), *[row[k] for k in key]), given)
        self.assertEqual(page["stories"], [])
        self.assertTrue(any("fewer than 20 simulated families" in r["meaning"] for r in self.rows("given/data-dictionary.csv")))
        # the totals are the same, and whoever asks for nothing gets everything
        totals = [r for r in self.rows("all/measures.csv") if r["variable"] == "total"]
        self.assertEqual([r for r in self.rows("given/measures.csv") if r["variable"] == "total"], totals)

    def test_are_left_out_of_a_sweeps_tables(self):
        design = {"title": {"en": "a", "nl": "b"}, "scenarios": ["short.yaml", "other.yaml"], "families": 700, "draws": 1,
                  "replicates": 2, "keep": {"measures": ["contact", "need", "families", "started", "waiting", "mean_wait"],
                                            "by": ["total", "education", "family_form"], "years": [2016, 2017], "rows": 300}}
        self.write("design.yaml", json.dumps(design))
        self.call("sweep", "plan", "design.yaml", "--out", "swept")
        self.call("sweep", "run", "swept", "--quiet")
        self.call("sweep", "merge", "swept", "--quiet")
        self.call("sweep", "export", "swept", "--out", "all")
        self.call("sweep", "export", "swept", "--out", "given", "--suppress-below", str(self.BELOW))
        with contextlib.closing(sqlite3.connect(self.folder + "/swept/merged.sqlite")) as merged:
            real = dict(merged.execute("SELECT run, real_per_simulated FROM runs"))
        key = ("domain", "variable", "category")
        runs, n_given = {}, 0
        for measure in design["keep"]["measures"]:
            where = lambda r: (r["run"], r["year"], *[r[k] for k in key])
            given = {where(r): r for r in self.rows(f"given/{measure}.csv")}
            n_given += len(given)
            for row in self.rows(f"all/{measure}.csv"):
                value = float(row["value"]) / (real[int(row["run"])] if self.counts(measure) else 1)
                runs.setdefault((row["run"], row["year"]), {})[(measure, *[row[k] for k in key])] = (where(row) in given, value)
                self.assertEqual(given.get(where(row), row), row)
        kept = sum(self.held(figures) for figures in runs.values())
        self.assertGreater(kept, 20, "everything was left out")
        self.assertLess(kept, sum(len(figures) for figures in runs.values()) / 2, "almost nothing was")
        self.assertEqual(sum(given for figures in runs.values() for given, _ in figures.values()), n_given)
        self.assertIn("fewer than 20 simulated families", self.read("given/data-dictionary.csv"))
        self.assertIn("--suppress-below 20", json.loads(self.read("given/datapackage.json"))["description"])
        self.assertIn("#setting-suppress-below", self.read("given/ro-crate-metadata.json"))
        # into a folder where something lies, or from a plan that does not keep how large the groups are
        self.call("sweep", "export", "swept", "--out", "all", "--suppress-below", "20", expect=2)
        for without in ("families", "started"):
            design["keep"]["measures"] = [m for m in ("contact", "families", "started", "mean_wait") if m != without]
            self.write("design.yaml", json.dumps(design))
            self.call("sweep", "plan", "design.yaml", "--out", without)
            self.call("sweep", "run", without, "--quiet")
            self.call("sweep", "merge", without, "--quiet")
            self.call("sweep", "export", without, "--out", "x", "--suppress-below", "20", expect=2)
            self.assertFalse(os.path.exists(self.folder + "/x"))

    def test_what_is_wrong_is_told_and_nothing_is_written(self):
        self.call(*self.small("run", "short.yaml", "--draws", "1", "--out", "all"))
        for more in (["--suppress-below", "20"], ["--out", "x"], ["--suppress-below", "1", "--out", "x"],
                     ["--suppress-below", "20", "--out", "all"]):
            self.call("report", "all", *more, expect=2)
            self.assertFalse(os.path.exists(self.folder + "/x"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
