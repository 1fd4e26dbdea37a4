# SPDX-License-Identifier: Apache-2.0
"""What goes wrong around the program: files damaged, foreign or old, processes killed, disk full, no memory, two at once, a
closed folder.

    faults.py SOURCE_DIR PROGRAM [TEST...]

Of every file that is read back: emptied, cut, or with single bits turned, it is either refused by name (exit 2, left as it
is) or what comes out is the same as from the whole file. UPTAKE_FLIPS: how many bits of each file are turned (6).
"""
import atexit
import collections
import contextlib
import fcntl
import glob
import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

SOURCE, PROGRAM = sys.argv[1], sys.argv[2]
FLIPS = int(os.environ.get("UPTAKE_FLIPS", "6"))
CRATE = "ro-crate-metadata.json"  # has the hash of each file as it stands, also of a damaged one that was not read
ENVIRONMENT = dict(os.environ, UPTAKE_DATA=SOURCE + "/scenarios/data")

SHORT = "extends: {source}/scenarios/baseline.yaml\ntitle: {{en: short, nl: kort}}\nuntil: 2018-01\n"
OTHER = """extends: short.yaml
title: {en: other, nl: ander}
levers:
  push: {lever: occasion, domain: parenting, from: 2016-06, shift: 0.5, grade: assumption, source: "none: for a test"}
"""
DESIGN = """title: {en: small, nl: klein}
scenarios: [short.yaml, other.yaml]
families: 100
draws: 2
replicates: 2
populations: 2
points: {design: grid, vary: {levers.push.shift: {values: [0.1, 0.9]}}}
keep: {measures: [contact], years: [2017]}
"""
CALIBRATION = """title: {en: small, nl: klein}
scenario: waves.yaml
waves: [2016, 2021]
targets: [T4, T10]
parameters: [occasion.parenting, memory.parenting_years]
budget: {families: 500, populations: 1, points: [64], surveys: 50, survey_families: 1000, steps: 800, draws: 200}
"""

FIGURES = collections.Counter()  # for docs/trust.md, from the log of `ctest`
atexit.register(lambda: print("figures:", ", ".join(f"{n} {what}" for what, n in sorted(FIGURES.items())), flush=True))


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


def ended(process):
    out, err = process.communicate()
    return process.returncode, out, err


class FaultTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="uptake_faults_")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.n_killed = 0
        self.write("short.yaml", SHORT.format(source=SOURCE))
        self.write("waves.yaml", SHORT.format(source=SOURCE).replace("2018-01", "2021-06"))
        self.write("other.yaml", OTHER)
        self.write("design.yaml", DESIGN)
        self.write("calibration.yaml", CALIBRATION)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, *arguments, limit=""):
        """`limit`: what a shell does first, as `ulimit -v 100000;`."""
        line = [PROGRAM, *arguments]
        if limit:
            line = ["bash", "-c", limit + ' exec "$0" "$@"', *line]
        return subprocess.Popen(line, cwd=self.folder, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, errors="replace")

    def call(self, *arguments, limit=""):
        return ended(self.start(*arguments, limit=limit))

    def good(self, *arguments):
        code, out, err = self.call(*arguments)
        self.assertEqual(code, 0, err)
        return out

    def compare(self, out, *more):
        return ["compare", "short.yaml", "other.yaml", "--families", "100", "--draws", "3", "--populations", "2", "--out", out,
                *more]

    def contents(self, name, leave=()):
        """Hashes of all files below a folder."""
        found = {}
        for where, _, files in os.walk(self.path(name)):
            for file in files:
                short = os.path.relpath(os.path.join(where, file), self.path(name))
                if file not in leave and not file.endswith((".lock", "-journal")):
                    whole = bytes_of(os.path.join(where, file))
                    found[short] = hashlib.sha256(whole).hexdigest()
                    FIGURES["bytes looked at"] += len(whole)
        return found

    def kill_at_random(self, seconds, *arguments):
        process = self.start(*arguments)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        code, _, err = ended(process)
        self.assertIn(code, (0, -signal.SIGKILL), err)
        self.n_killed += code != 0
        FIGURES["kills"] += code != 0
        return code

    def refused(self, name, *arguments):
        """What is said of a file: its name and what to do; nothing raw from a library, and no crash."""
        code, out, err = self.call(*arguments)
        self.assertEqual(code, 2, f"{arguments}: {out[-300:]}{err[-2000:]}")
        self.assertIn(name, err)
        self.assertNotRegex(err, r"\[json\.exception|stoi|terminate|std::")
        return err

    @contextlib.contextmanager
    def changed(self, database, *statements):
        """A copy of a database, changed, in its place."""
        shutil.copy(self.path(database), self.path("kept"))
        connection = sqlite3.connect(self.path(database))
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        yield
        shutil.move(self.path("kept"), self.path(database))

    def changed_plan(self, folder, change):
        """Changes a plan as its program would have written it: its checksums are right."""
        plan = json.loads(bytes_of(self.path(folder + "/plan.json")))
        change(plan)
        for part, checksum in (("plan", "hash"), ("files", "files_sha256")):
            if checksum in plan:
                text = json.dumps(plan[part], separators=(",", ":"), ensure_ascii=False)
                plan[checksum] = hashlib.sha256(text.encode()).hexdigest()
        self.write(folder + "/plan.json", json.dumps(plan))

    def changed_stories(self, text):
        """Changes the stories of the comparison `out`, and their checksum in its manifest."""
        self.write("out/stories.json", text)
        manifest = json.loads(bytes_of(self.path("out/manifest.json")))
        manifest["files"]["stories.json"] = hashlib.sha256(text.encode()).hexdigest()
        self.write("out/manifest.json", json.dumps(manifest))


NO_CHECKSUM = "DELETE FROM meta WHERE key='design_sha256'"  # as results of 0.7.0


def nested(depth):
    return "[" * depth + "]" * depth


class Foreign(FaultTest):
    """Files that this program never wrote, with checksums that are right."""

    def test_a_posterior_that_nests_without_end(self):
        self.write("own.csv", "know.house\n0.2\n")
        self.write("own.json", '{"model": "0.7.0", "data": "x", "draws_sha256": "x", "waves": [], "targets": [], "held_out": [], '
                   '"provenance_sha256": "x", "deep": ' + nested(200_000) + "}")
        self.refused("own.json", "fit", "--posterior", "own.csv", "--draws", "1", "--families", "100", "--quiet")

    def test_plans(self):
        self.good("sweep", "plan", "design.yaml", "--out", "out")
        whole = bytes_of(self.path("out/plan.json"))

        def without(*keys):
            def change(plan):
                for key in keys[:-1]:
                    plan = plan[key]
                del plan[keys[-1]]
            return change

        def put(value, *keys):
            def change(plan):
                for key in keys[:-1]:
                    plan = plan[key]
                plan[keys[-1]] = value
            return change

        changes = [put({}, "plan"), put([1], "plan"), put({}, "files"), put([], "files"), put({"format": 2}, "plan"),
                   put([], "files", "scenarios"), put(7, "files", "scenarios"), put(None, "files", "posterior"),
                   put("many", "plan", "draws"), put(-5, "plan", "draws"), put([], "plan", "families"),
                   put(["a"], "plan", "families"), put([], "plan", "keep"), put([1], "plan", "scenarios"),
                   put({}, "plan", "points_sha256"), put([[]], "plan", "name")]
        changes += [without("plan", key) for key in json.loads(whole)["plan"]]
        for number, change in enumerate(changes):
            with self.subTest(number=number):
                self.write("out/plan.json", whole.decode())
                self.changed_plan("out", change)
                self.refused("out/plan.json", "sweep", "status", "out")
        deep = '{"plan": ' + nested(1_000_000) + ', "hash": "x", "files": {}, "files_sha256": "x"}'
        for text in (deep, nested(1_000_000), "[" * 1_000_000, '{"plan": 1', "null", "[]"):
            with self.subTest(text=text[:20]):
                self.write("out/plan.json", text)
                self.refused("out/plan.json", "sweep", "status", "out")

    def test_stories(self):
        self.good(*self.compare("out", "--quiet"))
        for text in (nested(3_000_000), '{"schema": 1, "stories": ' + nested(100_000) + "}", '{"schema": 1}', "1", "{}",
                     '{"schema": 1, "stories": {}}'):
            with self.subTest(text=text[:40]):
                self.changed_stories(text)
                self.refused("out/stories.json", "report", "out")
        self.write("out/manifest.json", nested(1_000_000))
        self.refused("out/stories.json", "report", "out")
        os.remove(self.path("out/manifest.json"))  # nothing to compare them with
        self.assertIn("manifest.json", self.refused("out/stories.json", "report", "out"))
        os.remove(self.path("out/stories.json"))
        self.good("report", "out")

    def test_results(self):
        self.good(*self.compare("out", "--quiet", "--no-stories"))
        deep = nested(200_000)
        for statement in ("DELETE FROM scenarios", "UPDATE scenarios SET description='[1]'", "UPDATE scenarios SET description='{}'",
                          f"UPDATE scenarios SET description='{deep}'", "UPDATE scenarios SET name='../' || name",
                          "UPDATE meta SET value='{\"families\": \"many\"}' WHERE key='plan'",
                          f"UPDATE meta SET value='{deep}' WHERE key='plan'", "DELETE FROM meta WHERE key='plan'",
                          "UPDATE meta SET value='soon' WHERE key='last_year'", "DELETE FROM meta WHERE key='last_year'",
                          "UPDATE meta SET value='[7]' WHERE key='services'", f"UPDATE meta SET value='{deep}' WHERE key='services'",
                          "INSERT INTO meta VALUES('region', '[]')"):
            with self.subTest(change=statement[:60]), self.changed("out/results.sqlite", NO_CHECKSUM, statement):
                before = self.contents("out")
                self.refused("out/results.sqlite", "report", "out")
                self.refused("out/results.sqlite", "report", "out", "--suppress-below", "5", "--out", "given")
                self.assertEqual(self.contents("given"), {})
                if "services" not in statement and "region" not in statement:  # which its runs do not hang on
                    self.refused("results.sqlite", "verify", "out", "--runs", "1")
                self.assertEqual(self.contents("out"), before)

    def test_a_crate(self):
        os.makedirs(self.path("out"))
        for text in (nested(1_000_000), '{"@graph": ' + nested(100_000) + "}", '{"@graph": [[]]}'):
            self.write("out/" + CRATE, text)
            self.refused("out/" + CRATE, "verify", "out")


class Upgrades(FaultTest):
    """Files of an older program: they open, or are refused with what to do."""

    def older(self, database):
        return self.changed(database, "PRAGMA user_version=1")

    def told(self, err, *words):
        for word in words:
            self.assertRegex(err, word)

    def test_of_a_comparison(self):
        self.good(*self.compare("out", "--quiet"))
        with self.older("out/results.sqlite"):
            for line in (["report", "out"], ["verify", "out"]):
                with self.subTest(command=line[0]):
                    err = self.refused("out/results.sqlite", *line)
                    self.told(err, r"was made by uptake \d+\.\d+\.\d+ \(schema version 1, expected 2\)", "the command that made them")
                    self.assertNotIn("--force", err)  # which neither has
            self.told(self.refused("out/results.sqlite", *self.compare("out", "--resume", "--quiet")), "was made by uptake", "--force")
        # results of 0.7.0 open as before
        tables = ("measures.csv", "effects.csv", "reached.csv", "costs.csv", "runs.csv", "fit.csv")
        before = {name: bytes_of(self.path("out/" + name)) for name in tables}
        with self.changed("out/results.sqlite", "DELETE FROM meta WHERE key IN ('design_sha256', 'posterior_name', 'evidence_sha256')"):
            self.good("report", "out")
            self.assertEqual({name: bytes_of(self.path("out/" + name)) for name in tables}, before)
            self.told(self.refused("results.sqlite", "verify", "out"), "before 0.8.0")
        with self.changed("out/results.sqlite", NO_CHECKSUM, "DELETE FROM meta WHERE key IN ('drawn', 'weakly_informed', 'prices_of')"):
            self.good("report", "out")
        # stories: the list alone until 0.7.0; then with a number
        stories = json.loads(bytes_of(self.path("out/stories.json")))
        self.assertEqual(stories["schema"], 1)
        self.changed_stories(json.dumps(stories["stories"]))
        self.assertEqual(json.loads(self.good("report", "out", "--json"))["stories"], stories["stories"])
        self.changed_stories(json.dumps({"schema": 2, "stories": []}))
        self.told(self.refused("out/stories.json", "report", "out"), "schema 2, expected 1", "remove it", "uptake compare")

    def test_of_a_sweep(self):
        self.good("sweep", "plan", "design.yaml", "--out", "out")
        self.good("sweep", "run", "out", "--quiet")
        self.good("sweep", "merge", "out", "--quiet")
        shard = "out/shards/" + next(n for n in os.listdir(self.path("out/shards")) if n.endswith(".sqlite"))
        with self.older(shard):
            self.told(self.refused(shard, "sweep", "merge", "out", "--quiet"), "of an older uptake", r"schema 1, expected \d", "uptake sweep run")
        with self.changed("out/merged.sqlite", "PRAGMA user_version=0"):
            self.told(self.refused("out/merged.sqlite", "sweep", "export", "out", "--out", "tables"), "of an older uptake",
                      "uptake sweep merge out")

        def as_before(plan):
            plan["plan"]["format"] = 1
            del plan["files_sha256"]
        self.changed_plan("out", as_before)
        for command in (["status", "out"], ["run", "out"], ["merge", "out"], ["export", "out", "--out", "tables"],
                        ["plan", "design.yaml", "--out", "out"]):
            with self.subTest(command=command[0]):
                self.told(self.refused("out/plan.json", "sweep", *command), r"was made by uptake \d+\.\d+\.\d+ \(format 1, expected 2\)",
                          "uptake sweep plan DESIGN --out DIR")

    def test_of_a_sensitivity_and_a_calibration(self):
        sensitivity = ["sensitivity", "short.yaml", "other.yaml", "--points", "4", "--families", "100", "--input",
                       "levers.push.shift=0.1..0.9", "--quiet", "--out", "sensed"]
        self.good(*sensitivity)
        with self.older("sensed/sensitivity.sqlite"):
            self.told(self.refused("sensed/sensitivity.sqlite", *sensitivity, "--resume"), "of an older uptake", "--out, or --force")
        calibration = ["calibrate", "calibration.yaml", "--out", "calibrated", "--quiet"]
        self.good(*calibration)
        with self.older("calibrated/points-1/results.sqlite"):
            self.told(self.refused("calibrated/points-1/results.sqlite", *calibration), "was made by uptake", "move the folder away")


class Damage(FaultTest):
    def damages(self, whole, seed, flips):
        chance = random.Random(seed)
        yield "emptied", b""
        yield "cut in half", whole[:len(whole) // 2]
        yield "without its last 9 bytes", whole[:-9]
        for _ in range(flips):
            at, bit = chance.randrange(len(whole)), chance.randrange(8)
            yield f"bit {bit} of byte {at} turned", whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1:]

    def told_or_the_same(self, made, files, read_back, outcome, flips=FLIPS):
        """read_back(): (code, out, err) on a copy of `made` named `copy`; outcome(out): what may not differ."""
        shutil.copytree(self.path(made), self.path("copy"))
        code, out, err = read_back()
        self.assertEqual(code, 0, err)
        right = outcome(out)
        n_told = 0
        for name in files:
            whole = bytes_of(self.path(f"{made}/{name}"))
            for what, bytes_now in self.damages(whole, name, flips):
                with self.subTest(file=name, damage=what):
                    shutil.rmtree(self.path("copy"))
                    shutil.copytree(self.path(made), self.path("copy"))
                    with open(self.path(f"copy/{name}"), "wb") as file:
                        file.write(bytes_now)
                    code, out, err = read_back()
                    FIGURES["files damaged"] += 1
                    if code == 0:
                        self.assertEqual(outcome(out), right, "half-read: other results, and nobody was told")
                        continue
                    n_told += 1
                    FIGURES["of them refused by name"] += 1
                    self.assertEqual(code, 2, err)
                    self.assertIn("copy", err)
                    self.assertRegex(err, "damaged|changed|cut short|not one of|is no |is not |holds|is empty|expected|belongs")
                    self.assertEqual(bytes_of(self.path(f"copy/{name}")), bytes_now, "a damaged file was written to")
        self.assertGreaterEqual(n_told, len(files), "hardly any damage was noticed: what is tested?")

    def test_results_that_report_reads(self):
        self.good(*self.compare("made", "--quiet"))
        self.told_or_the_same("made", ["results.sqlite", "stories.json"], lambda: self.call("report", "copy", "--json"),
                              lambda out: (out, self.contents("copy", ["results.sqlite", "manifest.json", "stories.json", CRATE])))

    def test_the_manifest_that_report_compares_with(self):
        self.good(*self.compare("made", "--quiet"))
        self.told_or_the_same("made", ["manifest.json"], lambda: self.call("report", "copy", "--json"),
                              lambda out: (out, self.contents("copy")))

    def test_results_that_resume_goes_on_with(self):
        process = self.start(*self.compare("made", "--threads", "1"))
        for line in process.stderr:
            if "runs: 2 of" in line or "runs: 3 of" in line:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        # a later answer of the file's own bytes: the runs that were there, and those computed now
        self.told_or_the_same("made", ["results.sqlite"], lambda: self.call(*self.compare("copy", "--resume", "--quiet")),
                              lambda out: self.contents("copy"))

    def test_a_sweeps_plan_points_and_shards(self):
        self.good("sweep", "plan", "design.yaml", "--out", "made")
        self.good("sweep", "run", "made", "--quiet")
        shard = "shards/" + next(n for n in os.listdir(self.path("made/shards")) if n.endswith(".sqlite"))
        # not read again: runs.csv and the scripts, of which the plan has what it needs
        self.told_or_the_same("made", ["plan.json", "points.csv", shard], lambda: self.call("sweep", "merge", "copy", "--quiet"),
                              lambda out: hashlib.sha256(bytes_of(self.path("copy/merged.sqlite"))).hexdigest())

    def test_a_sweeps_merged_database(self):
        self.good("sweep", "plan", "design.yaml", "--out", "made")
        self.good("sweep", "run", "made", "--quiet")
        self.good("sweep", "merge", "made", "--quiet")
        self.told_or_the_same("made", ["merged.sqlite"], lambda: self.call("sweep", "export", "copy", "--out", "copy/tables"),
                              lambda out: self.contents("copy/tables"))

    def test_a_calibrations_runs_and_posterior(self):
        self.good("calibrate", "calibration.yaml", "--out", "made", "--quiet")
        self.told_or_the_same(
            "made", ["points-1/results.sqlite", "points-1/design.csv"],
            lambda: self.call("calibrate", "calibration.yaml", "--points", "copy", "--out", "copy/again", "--quiet"),
            lambda out: self.contents("copy/again"), flips=min(FLIPS, 10) // 2)  # whole calibrations
        shutil.rmtree(self.path("copy"))
        self.told_or_the_same(
            "made", ["posterior.csv", "posterior.json"],
            lambda: self.call("fit", "--posterior", "copy/posterior.csv", "--families", "100", "--draws", "1",
                              "--populations", "1", "--json", "--quiet"), lambda out: out)

    def test_a_sensitivitys_runs(self):
        line = ["sensitivity", "short.yaml", "other.yaml", "--method", "morris", "--points", "4", "--families", "100", "--input",
                "levers.push.shift=0.1..0.9", "--input", "parameters.know.house", "--quiet"]
        self.good(*line, "--out", "made")
        self.told_or_the_same("made", ["sensitivity.sqlite"], lambda: self.call(*line, "--out", "copy", "--resume"),
                              lambda out: (out, self.contents("copy", ["sensitivity.sqlite", CRATE])))


class KilledAt(FaultTest):
    """Each stage by name: what is seen from outside tells where the program is, then it is killed."""

    def said(self, out):
        return bytes_of(self.path(out + ".said")).decode(errors="replace")

    def size(self, pattern):
        total = 0
        for file in glob.glob(self.path(pattern)):
            with contextlib.suppress(FileNotFoundError):  # it got its own name in between
                total += os.path.getsize(file)
        return total

    def killed_once(self, there, out, *arguments):
        """Whether it was killed while `there()` held; else it came to its end first."""
        with open(self.path(out + ".said"), "wb") as said:
            process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=said)
            while process.poll() is None and not there():
                pass
            process.kill()
        process.wait()
        FIGURES["kills"] += process.returncode == -signal.SIGKILL
        return process.returncode == -signal.SIGKILL

    def killed_at(self, there, out, *arguments, before=lambda: None):
        """`there`: whether the program is where it is to be killed. Again with a fresh folder until it was."""
        for _ in range(40):
            shutil.rmtree(self.path(out), ignore_errors=True)
            before()
            if self.killed_once(there, out, *arguments):
                return
        self.fail("never killed there: " + self.said(out))

    def n_finished(self, database):
        """In a copy: who looks at the database would bring it in order."""
        if not os.path.exists(self.path(database)):
            return 0
        copy = self.path("looked-at")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(os.path.dirname(self.path(database)), copy)
        with contextlib.closing(sqlite3.connect(os.path.join(copy, os.path.basename(database)))) as db:
            return db.execute("SELECT count(*) FROM runs").fetchone()[0]

    def test_each_stage_of_a_comparison(self):
        self.good(*self.compare("whole", "--quiet"))
        whole = self.contents("whole")
        stages = {
            "families": lambda: "making families: 1 of 2" in self.said("cut"),
            "runs": lambda: "runs: 1 of 6" in self.said("cut"),
            "commit of a run": lambda: "runs: 1 of 6" in self.said("cut") and self.size("cut/results.sqlite-journal") > 0,
            "tables and report": lambda: self.size("cut/*.tmp") > 0}
        for stage, there in stages.items():
            with self.subTest(stage=stage):
                self.killed_at(there, "cut", *self.compare("cut"))
                told = max([int(n) for n in re.findall(r"runs: (\d) of 6", self.said("cut"))], default=0)
                self.assertGreaterEqual(self.n_finished("cut/results.sqlite"), told, "a run that was told as finished is lost")
                self.good(*self.compare("cut", "--resume", "--quiet"))
                self.assertEqual(self.contents("cut"), whole)

    def test_each_stage_of_a_sweep(self):
        def planned():
            self.good("sweep", "plan", "design.yaml", "--out", "out")

        def computed():
            planned()
            self.good("sweep", "run", "out", "--quiet")

        def merged():
            computed()
            self.good("sweep", "merge", "out", "--quiet")

        merged()
        self.good("sweep", "export", "out", "--out", "tables")
        bytes_merged, tables = bytes_of(self.path("out/merged.sqlite")), self.contents("tables")
        stages = {
            "plan and pilot": (lambda: os.path.isdir(self.path("out")), lambda: None, ["plan", "design.yaml", "--out", "out"]),
            "commit of a run": (lambda: "runs: " in self.said("out") and self.size("out/shards/*.sqlite-journal") > 0,
                                planned, ["run", "out"]),
            "merge": (lambda: self.size("out/merged.sqlite.tmp") > 0, computed, ["merge", "out"]),
            "export": (lambda: self.size("given/*.tmp") > 0, merged, ["export", "out", "--out", "given"])}
        for stage, (there, before, line) in stages.items():
            with self.subTest(stage=stage):
                shutil.rmtree(self.path("given"), ignore_errors=True)
                self.killed_at(there, "out", "sweep", *line, before=before)
                if stage == "plan and pilot":
                    planned()
                self.good("sweep", "run", "out", "--quiet")
                self.good("sweep", "merge", "out", "--quiet")
                self.assertEqual(bytes_of(self.path("out/merged.sqlite")), bytes_merged)
                self.good("sweep", "export", "out", "--out", "given")
                self.assertEqual(self.contents("given"), tables)


class Killed(FaultTest):
    def test_a_comparison_at_random_moments(self):
        began = time.monotonic()
        self.good(*self.compare("whole", "--quiet"))
        lasts = time.monotonic() - began
        chance = random.Random(1)
        for _ in range(8):  # over families, runs, commits, stories and report
            self.kill_at_random(chance.random() * lasts, *self.compare("cut", "--resume", "--quiet"))
        self.assertGreater(self.n_killed, 0)
        self.good(*self.compare("cut", "--resume", "--quiet"))
        self.assertEqual(self.contents("cut"), self.contents("whole"))

    def test_while_a_report_is_written_old_or_new_files_stand_and_no_half_ones(self):
        self.good(*self.compare("whole", "--quiet"))
        whole = self.contents("whole")
        began = time.monotonic()
        self.good("report", "whole")
        lasts = time.monotonic() - began
        self.assertEqual(self.contents("whole"), whole)
        chance = random.Random(2)
        for _ in range(8):
            self.kill_at_random(chance.random() * lasts, "report", "whole")
            now = self.contents("whole")
            self.assertEqual({n: h for n, h in now.items() if not n.endswith(".tmp")}, whole)
        self.assertGreater(self.n_killed, 0)
        self.good("report", "whole")
        self.assertEqual(self.contents("whole"), whole)

    def test_while_shards_are_merged(self):
        self.good("sweep", "plan", "design.yaml", "--out", "out")
        self.good("sweep", "run", "out", "--quiet")
        began = time.monotonic()
        self.good("sweep", "merge", "out")
        lasts = time.monotonic() - began
        merged = bytes_of(self.path("out/merged.sqlite"))
        os.remove(self.path("out/merged.sqlite"))
        chance = random.Random(3)
        for _ in range(8):
            self.kill_at_random(chance.random() * lasts, "sweep", "merge", "out")
            if os.path.exists(self.path("out/merged.sqlite")):
                self.assertEqual(bytes_of(self.path("out/merged.sqlite")), merged, "half merged")
        self.assertGreater(self.n_killed, 0)
        self.good("sweep", "merge", "out")
        self.assertEqual(bytes_of(self.path("out/merged.sqlite")), merged)

    def test_a_sensitivity_and_a_calibration(self):
        sensitivity = ["sensitivity", "short.yaml", "other.yaml", "--points", "8", "--families", "100", "--input",
                       "levers.push.shift=0.1..0.9", "--input", "parameters.know.house", "--quiet"]
        calibration = ["calibrate", "calibration.yaml", "--quiet"]
        for line, goes_on in ((sensitivity, ["--resume"]), (calibration, [])):
            whole, cut = line[0] + "-whole", line[0] + "-cut"
            began = time.monotonic()
            self.good(*line, "--out", whole)
            lasts = time.monotonic() - began
            chance = random.Random(4)
            before = self.n_killed
            for _ in range(4):
                self.kill_at_random(chance.random() * lasts, *line, "--out", cut, *goes_on)
            self.assertGreater(self.n_killed, before)
            self.good(*line, "--out", cut, *goes_on)
            same = ["results.sqlite", "manifest.json", "sensitivity.sqlite"]  # of runs in another order
            self.assertEqual(self.contents(cut, same), self.contents(whole, same))


class Surroundings(FaultTest):
    def test_a_full_disk_is_told_and_nothing_finished_is_lost(self):
        # no file may grow beyond so many kB, for this call alone; the signal that comes with it is ignored
        self.good(*self.compare("whole", "--quiet"))
        told = 0
        for most in (1, 40, 400):
            code, _, err = self.call(*self.compare("out", "--resume", "--quiet"), limit=f"ulimit -f {most}; trap '' XFSZ;")
            self.assertEqual(code, 1, err)
            self.assertIn("out/", err)
            self.assertNotIn("terminate", err)
            told += 1
        self.assertEqual(told, 3)
        self.good(*self.compare("out", "--resume", "--quiet"))
        self.assertEqual(self.contents("out"), self.contents("whole"))

    def test_a_file_system_without_room_is_told_and_goes_on_when_there_is_some(self):
        # one in memory, in a mount namespace of its own; who is not root is root in there
        self.good(*self.compare("whole", "--quiet"))
        self.good("sweep", "plan", "design.yaml", "--out", "swept")
        self.good("sweep", "run", "swept", "--quiet")
        # in a chroot the root is no mount of its own, so that its propagation can't be set; it is private there already
        names = ["--mount", "--propagation", "unchanged"] + ([] if os.getuid() == 0 else ["--user", "--map-root-user"])
        compare = " ".join(self.compare("room/out", "--resume", "--quiet"))
        for what, before, kilobytes, line, result in (
                ("comparison", "true", 400, compare, "out"),
                ("report", "cp -r whole room/out; rm room/out/*.csv", 400, "report room/out", "out"),
                ("merge", "cp -r swept short.yaml other.yaml room", 16, "sweep merge room/swept --quiet", "swept")):
            with self.subTest(what=what):
                for made in ("room", "after"):
                    shutil.rmtree(self.path(made), ignore_errors=True)
                script = f"""set -e
                    mount --make-rprivate / 2>not-private || true
                    mkdir room after; trap "umount room" EXIT; mount -t tmpfs -o size=16m none room
                    {before}
                    dd if=/dev/zero of=room/filled bs=1k count=$(($(df --output=avail -k room | tail -1) - {kilobytes})) status=none
                    code=0; "$0" {line} 2>said || code=$?
                    [ $code -eq 1 ] || {{ cat said; exit 9; }}
                    rm room/filled
                    "$0" {line}
                    cp -r room/{result}/. after"""
                done = subprocess.run(["unshare", *names, "bash", "-c", script, PROGRAM], cwd=self.folder, env=ENVIRONMENT,
                                      capture_output=True, text=True, errors="replace")
                self.assertEqual(done.returncode, 0, done.stdout[-500:] + done.stderr)
                said = bytes_of(self.path("said")).decode()
                self.assertRegex(said, rf"room/{result}/\S+: .*(No space left on device|database or disk is full)")
                self.assertNotIn("terminate", said)
                if what == "merge":
                    self.good("sweep", "merge", "swept", "--quiet")
                    self.assertEqual(bytes_of(self.path("after/merged.sqlite")), bytes_of(self.path("swept/merged.sqlite")))
                else:
                    self.assertEqual(self.contents("after"), self.contents("whole"))

    def test_a_disk_that_is_full_when_the_report_comes(self):
        self.good(*self.compare("out", "--quiet"))
        before = self.contents("out")
        code, _, err = self.call("report", "out", limit="ulimit -f 40; trap '' XFSZ;")
        self.assertEqual(code, 1, err)
        self.assertRegex(err, r"out/.*: cannot be written: ")
        self.assertEqual(self.contents("out"), before)

    def test_a_folder_that_may_only_be_read(self):
        self.good(*self.compare("out", "--quiet"))
        whole = self.contents("out")
        os.chmod(self.folder, 0o755)
        work = self.path("program")
        os.makedirs(work)
        shutil.copy(PROGRAM, work + "/uptake")
        shutil.copytree(SOURCE + "/scenarios", work + "/scenarios")
        self.write("short.yaml", SHORT.format(source=work))
        for where, folders, files in os.walk(self.folder):
            for name in folders + files:
                os.chmod(os.path.join(where, name), 0o555)
        os.chmod(self.folder, 0o555)

        def nobody():  # root may write everywhere
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)

        def call(*arguments):
            return ended(subprocess.Popen([work + "/uptake", *arguments], cwd=self.folder, text=True, preexec_fn=nobody,
                                          env=dict(os.environ, UPTAKE_DATA=work + "/scenarios/data"),
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        for arguments, expected, said in (
                (self.compare("new"), 2, "new: cannot be made: Permission denied"),
                (self.compare("out", "--resume"), 1, "out/manifest.json: cannot be written: Permission denied"),
                (self.compare("out", "--force"), 1, "out/results.sqlite: cannot be removed: Permission denied"),
                (["report", "out"], 1, "out/measures.csv: cannot be written: Permission denied"),
                (["sweep", "plan", "design.yaml", "--out", "new"], 2, "new: cannot be made: Permission denied")):
            with self.subTest(command=" ".join(arguments)):
                code, _, err = call(*arguments)
                self.assertEqual(code, expected, err)
                self.assertIn(said, err)
                self.assertNotRegex(err, "terminate|filesystem error")
                self.assertEqual(self.contents("out"), whole)
        os.chmod(self.folder, 0o755)
        for where, folders, _ in os.walk(self.folder):
            for name in folders:
                os.chmod(os.path.join(where, name), 0o755)

    def test_without_memory_it_says_so_and_goes_on_where_there_is_some(self):
        self.good(*self.compare("whole", "--quiet"))
        n_told = n_by_us = 0  # with very little memory the system's own loader says so
        for kilobytes in (30000, 50000, 60000, 70000, 80000, 90000):
            code, _, err = self.call(*self.compare("out", "--resume", "--quiet"), limit=f"ulimit -v {kilobytes};")
            if code == 0:
                break
            self.assertIn(code, (1, 2, 127), err)
            self.assertRegex(err, "not enough memory|cannot allocate|out of memory|error while loading")
            n_told += 1
            n_by_us += "not enough memory" in err
        self.assertGreater(n_told, 0)
        self.assertGreater(n_by_us, 0)
        self.good(*self.compare("out", "--resume", "--quiet"))
        self.assertEqual(self.contents("out"), self.contents("whole"))

    def test_two_at_once_on_one_folder(self):
        lines = (self.compare("out", "--resume"),
                 ["sensitivity", "short.yaml", "other.yaml", "--points", "8", "--families", "100", "--input",
                  "levers.push.shift=0.1..0.9", "--input", "parameters.know.house", "--out", "sense", "--resume"],
                 ["calibrate", "calibration.yaml", "--out", "calibrated"])
        for line in lines:
            with self.subTest(command=line[0]):
                first = self.start(*line)
                seen = ""
                for text in first.stderr:
                    seen += text
                    if "runs: " in text:
                        break
                self.assertIn("runs: ", seen)
                first.send_signal(signal.SIGSTOP)  # it holds the folder, however fast the machine is
                code, _, err = self.call(*line)
                first.send_signal(signal.SIGCONT)
                self.assertEqual(code, 2, err)
                self.assertRegex(err, "another uptake is (writing|at work) here")
                code, _, err = ended(first)
                self.assertEqual(code, 0, err)

    def test_two_at_once_that_write_at_once(self):
        self.good(*self.compare("out", "--quiet"))
        whole = self.contents("out")
        self.good("sweep", "plan", "design.yaml", "--out", "swept")
        self.good("sweep", "run", "swept", "--quiet")
        self.good("sweep", "merge", "swept", "--quiet")
        os.makedirs(self.path("busy"))
        small = ["--families", "100", "--draws", "1", "--populations", "1", "--quiet"]
        for folder, line in (("out", ["report", "out"]), ("out", self.compare("out", "--resume", "--quiet")),
                             ("out", self.compare("out", "--force", "--quiet")),
                             ("busy", ["tables", "--wave", "2016", "--out", "busy", *small]), ("busy", ["fit", "--out", "busy", *small]),
                             ("busy", ["network", "short.yaml", "--families", "100", "--out", "busy"]),
                             ("busy", ["structures", "short.yaml", "other.yaml", "--out", "busy", *small]),
                             ("busy", ["sweep", "export", "swept", "--out", "busy"]),
                             ("busy", ["report", "out", "--suppress-below", "5", "--out", "busy"])):
            with self.subTest(command=line[0]):
                handle = os.open(self.path(folder), os.O_RDONLY)
                fcntl.flock(handle, fcntl.LOCK_EX)
                self.assertIn("another uptake is writing here", self.refused(folder, *line))
                os.close(handle)
                self.assertEqual(os.listdir(self.path("busy")), [])
                self.assertEqual(self.contents("out"), whole)
        together = [self.start("report", "out") for _ in range(4)]
        codes = [ended(process)[0] for process in together]
        self.assertIn(0, codes)
        self.assertLessEqual(set(codes), {0, 2})
        self.assertEqual(self.contents("out"), whole)

    def test_two_merges_at_once(self):
        self.good("sweep", "plan", "design.yaml", "--out", "out")
        self.good("sweep", "run", "out", "--quiet")
        self.good("sweep", "merge", "out", "--quiet")
        merged = bytes_of(self.path("out/merged.sqlite"))
        with open(self.path("out/merge.lock"), "r+b") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            self.assertIn("another uptake is at work here", self.refused("out/merge.lock", "sweep", "merge", "out"))
        os.remove(self.path("out/merged.sqlite"))
        together = [self.start("sweep", "merge", "out", "--quiet") for _ in range(4)]
        codes = [ended(process)[0] for process in together]
        self.assertIn(0, codes)
        self.assertLessEqual(set(codes), {0, 2})
        self.assertEqual(bytes_of(self.path("out/merged.sqlite")), merged)
        self.assertFalse(os.path.exists(self.path("out/merged.sqlite.tmp")))

    def test_a_clock_that_jumps_back(self):
        self.good("sweep", "plan", "design.yaml", "--out", "whole")
        self.good("sweep", "run", "whole", "--quiet")
        self.good("sweep", "merge", "whole", "--quiet")
        self.good("sweep", "plan", "design.yaml", "--out", "out")
        self.good("sweep", "run", "out", "--shard", "1/2", "--quiet")
        shard = "out/shards/" + next(n for n in os.listdir(self.path("out/shards")) if n.endswith(".sqlite"))
        for which in ("run % 4 < 2", "run % 4 >= 2"):  # some of the runs, then all of them
            connection = sqlite3.connect(self.path(shard))
            self.assertGreater(connection.execute(f"UPDATE runs SET ended=ended-86400 WHERE {which}").rowcount, 0)
            connection.commit()
            connection.close()
            with open(self.path(shard.replace(".sqlite", ".lock")), "r+b") as lock:  # as while its worker runs
                fcntl.lockf(lock, fcntl.LOCK_EX)
                status = json.loads(self.good("sweep", "status", "out", "--json"))
                self.assertTrue(status["running"])
                self.assertGreaterEqual(status.get("seconds_left") or 0, 0)
                self.assertNotRegex(self.good("sweep", "status", "out"), r"(^|\s)-\d")
        self.good("sweep", "run", "out", "--shard", "2/2", "--quiet")
        self.good("sweep", "merge", "out", "--quiet")
        self.assertEqual(bytes_of(self.path("out/merged.sqlite")), bytes_of(self.path("whole/merged.sqlite")))

    def test_results_hold_no_clock(self):
        # so that no jump of a clock can change them (a sweep's shards do, for the foreseen end: SweepTest.AClock...)
        self.good(*self.compare("one", "--quiet"))
        time.sleep(1.1)
        self.good(*self.compare("two", "--quiet"))
        self.assertEqual(self.contents("one"), self.contents("two"))
        tables = sqlite3.connect(self.path("one/results.sqlite")).execute("SELECT sql FROM sqlite_master").fetchall()
        self.assertNotRegex(str(tables).lower(), "time|clock|date ")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
