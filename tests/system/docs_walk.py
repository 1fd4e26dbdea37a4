# SPDX-License-Identifier: Apache-2.0
"""Walks README, CONTRIBUTING, all pages of docs/ and every --help: what they show must be so.

    docs_walk.py SOURCE_DIR PROGRAM

Every command shown runs here, in a copy of the folder, small (SMALLER); what does not run stands in NOT_RUN with the
reason. Every flag and file exists. A number of README is found again where READ_IN_README says; the pages whose numbers
take hours stand in MEASURED with where theirs come from.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, PROGRAM = sys.argv[1], sys.argv[2]
PAGES = ["README.md", "CONTRIBUTING.md"] + sorted(
    os.path.relpath(page, SOURCE) for page in glob.glob(SOURCE + "/docs/**/*.md", recursive=True))
HISTORY = [page for page in PAGES if "/decisions/" in page]  # their commands are those of their day: links and paths alone
HOW_TOS = [page for page in PAGES if "/howto-" in page]  # tests/guides/walk.py runs their commands, in their order

BUILDS = "installs and builds: stages of .ci/run"
HOURS = "minutes to hours of computing: a small one runs in CalibrateTest"
NO_FOLDER = "stands for any folder"
SLURM = "waits for a Slurm: ./dev cluster has one"
BENCH = "minutes of measuring, by hand: speed is not tested"
NOT_RUN = {  # as shown, on one line, without remarks
    "./dev demo": BUILDS, "./dev test": BUILDS, "./dev build": BUILDS, "./dev cluster": BUILDS,
    "cmake --workflow --preset release": BUILDS, "./dev machine": BUILDS, "./dev compilers": BUILDS, "./dev valgrind": BUILDS, "./dev sizes": BUILDS,
    "./dev fuzz [MINUTES]": "a stage of .ci/run --full", "./dev fuzz 60": "an hour", "./dev format": "changes the code", "./dev check": "a stage of .ci/run", ".ci/run": "is what calls this test",
    ".ci/run --full": "is what calls this test", ".ci/run --full STAGE...": "stages of it",
    "cmake --install build/release --prefix ~/.local": "InstallTest does so elsewhere",
    "cmake --build build/release --target uninstall": "InstallTest does so elsewhere",
    "cpack -G DEB --config build/release/CPackConfig.cmake": "InstallTest does so",
    "uptake compare scenarios/baseline.yaml scenarios/NAME.yaml ... --draws 50 --out results/library": "stands for 24 files",
    "uptake compare scenarios/baseline.yaml scenarios/NAME.yaml ... --draws 10 --out results/others": "stands for 40 files",
    "uptake report results/library --expectations": "of the folder that the commands before it make",
    "uptake calibrate scenarios/calibration/both.yaml --out results/both": HOURS,
    "uptake calibrate scenarios/calibration/2016.yaml --out results/2016 --points results/both": HOURS,
    "uptake calibrate scenarios/calibration/2021.yaml --out results/2021 --points results/both": HOURS,
    "uptake fit --posterior results/2021/posterior.csv": "of the folder that a calibration makes",
    "uptake held-out scenarios/calibration/both.yaml --points results/both --out results/held-out": HOURS,
    "uptake recover scenarios/calibration/both.yaml --points results/both --out results/recover": HOURS,
    "uptake recover scenarios/calibration/both.yaml --points results/both --out results/recover --seed 2 --full 0 --no-controls": HOURS,
    "uptake calibrate scenarios/calibration/2021.yaml --points results/both --out results/2021": HOURS,
    "uptake fit --posterior results/both/posterior.csv": "of the folder that a calibration makes",
    "cmake -S docs/examples/cpp -B results/own -DCMAKE_PREFIX_PATH=$HOME/.local -DCMAKE_BUILD_TYPE=Release && cmake --build results/own": "PackageTest does so",
    "uptake sweep plan scenarios/sweeps/posterior.yaml --out $SCRATCH/posterior --shards 800 --max-array-size $(scontrol show config | awk '/MaxArraySize/ {print $3}') --at-once 200": "asks a Slurm",
    "uptake sweep status $SCRATCH/posterior": "of that plan", "uptake sweep merge $SCRATCH/posterior": "of that plan",
    "uptake sweep script $SCRATCH/campaign --shards 50 --cpus 2": "splits a plan of more runs",
    "uptake sweep script DIR --shards N --cpus T": NO_FOLDER, "uptake sweep script DIR --minutes M": NO_FOLDER,
    "uptake sweep script DIR --max-array-size N": NO_FOLDER, "uptake sweep script DIR --shards N": NO_FOLDER, "uptake sweep run DIR --only ID": NO_FOLDER,
    "uptake sweep retry DIR --failed": NO_FOLDER, "uptake report DIR --expectations": NO_FOLDER,
    "uptake sensitivity --method budget": "names the method; its --help has it with scenarios",
    "uptake sweep script results/farm --shards 200 --cpus 2": "of a folder made by --farm: FarmTest",
    "bash $SCRATCH/posterior/submit.sh --account=mine --partition=batch": SLURM, "bash $SCRATCH/campaign/submit.sh": SLURM, "bash submit.sh": SLURM, "bash submit.sh --mem=8G": SLURM,
    "until uptake calibrate scenarios/calibration/both.yaml --out results/both --farm $SCRATCH/both; do": SLURM,
    'bash "$(ls -d $SCRATCH/both/points-* | sort -V | tail -n 1)"/submit.sh --wait': SLURM,
    "ninja -C build/release bench_sweep": BENCH, "build/release/bench_sweep growth results/growth": BENCH,
    "build/release/bench_sweep overhead results/overhead": BENCH,
    "python3 docs/examples/python/contact_by_policy.py results/examples results/examples/use.png": "ExamplesTest does so",
    "Rscript docs/examples/r/contact_by_policy.R results/examples results/examples/use.pdf": "ExamplesTest does so",
    "results/own/own_gate ~/.local/share/uptake/scenarios/data ~/.local/share/uptake/scenarios/baseline.yaml": "PackageTest does so",
}
# The same command on fewer families, draws, points: what is shown is that it runs. Appended where the flag is missing.
SMALLER = {"--families": "100", "--draws": "2", "--populations": "2", "--points": "8", "--replicates": "2", "--repeats": "1", "--runs": "2"}
BY_COMMAND = {("run",): ["--families", "--draws"], ("compare",): ["--families", "--draws"], ("fit",): ["--families", "--draws"],
              ("population",): ["--families"], ("story",): ["--families"], ("bench",): ["--families", "--repeats"],
              ("sensitivity",): ["--families", "--points"], ("structures",): ["--families", "--draws"],
              ("tables",): ["--families", "--draws"], ("network",): ["--families"]}
PLANNED = {75}  # the runs wait for a cluster
NO_STORY = {3}  # "nothing fits": of 100 families none may do what is asked for

# Flags that are not ours, and a place-holder.
FOREIGN = {"--install", "--bind", "--signal", "--batch", "--mem", "--net", "--prefix", "--build", "--target", "--config", "--workflow", "--tool", "--full", "--leak-check", "--preset"}
# Paths that are made, or not in the repository.
MADE = re.compile(r"^K/N$|^(results|build|share|~)(/|$)|my-campaign|^DIR|NAME|[<>*{]|YYYY|^posterior\.(csv|json)$|^and/or$|^(sim|docs|tests)/.*\.\.\.")

# Each run of digits in README's sentences (code apart) belongs to one of these; the second is the page that has it, and
# what it says there, or a count.
READ_IN_README = [
    ("family survey of 2016 and 2021", "docs/model.md", "2016 and 2021"),
    ("fitted to the survey of 2016 and 2021", "docs/validation.md", "The posterior of both waves"),
    ("The forecast of 2021 from 2016 beats a naive one for parenting support by a quarter", "docs/validation.md",
     "parenting 4.72, 27 % below the better naive forecast"),
    ("from 1991 to 2035", "docs/model.md", "from January 1991 to the end of 2035"),
    ("Debian 12", "CONTRIBUTING.md", None),  # what CI runs on
    ("Exit codes: 0 done, 1 failed, 2 bad input, 3 a check did not hold or nothing fits", "--help", "Exit codes: 0 done, 1 failed, 2 bad input, 3 a check did not hold or nothing fits"),
    ("75 interrupted", "--help", "75 interrupted"),
    ("About 40 parameters are drawn", "count", lambda: 35 <= drawn_parameters() <= 45),
    ("128 of 148 printed rates of groups lie within the survey's sampling error (90 % wanted)", "docs/validation.md",
     "128 of 148 (86 %; wanted 90 %)"),
    ("90 % intervals hold 91 %", "docs/validation.md", "90 % intervals hold 91.3 % of all truths"),
    ("46 of its 103 rows are not shown, one goes the other way", "count", lambda: library_verdicts() == (46, 103, 1)),
    ("Apache-2.0", "LICENSE", "Version 2.0"),
]
MEASURED = {
    "docs/validation.md": "the command above each block, hours of computing; here: the blocks' rows, patterns and sums",
    "docs/library.md": "three commands at its beginning, 25 minutes; here: README's counts and the scenarios' names",
    "docs/performance.md": "uptake bench on the machine that it names, by hand",
    "docs/trust.md": "the log of .ci/run --full that it names: counts of tests by tests/trust_figures.py, the rest by hand",
    "docs/model.md": "its sources beside each; tables compared with the registries by ProgramTest",
    "docs/glossary.md": "names", "CONTRIBUTING.md": "rules",
    "docs/limits.md": "a registry, compared by ProgramTest", "docs/levers.md": "a registry, compared by ProgramTest",
    "docs/odd.md": "a registry, compared by ProgramTest", "docs/parameters.md": "a registry, compared by ProgramTest",
    "docs/structures.md": "a registry, compared by ProgramTest",
    "docs/trace.md": "quotes validation.md and model.md, to which it points",
}


def read(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as page:
        return page.read()


def uptake(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=SOURCE)


def helps():
    """Text of --help by command, ('sweep', 'plan') too."""
    found, todo = {}, [()]
    while todo:
        path = todo.pop(0)
        found[path] = uptake(*path, "--help").stdout
        listed = re.search(r"^Subcommands:\n((?:  .*\n)+)", found[path], re.M)
        if listed:
            todo += [path + (name,) for name in re.findall(r"^  (\S+)", listed[1], re.M)]
    return found


HELP = helps()


def one_line(text):
    return " ".join(text.split())


# What a block of a page may call; the shell's own small tools (ls, sed, cp) apart, which only the how-tos show.
PROGRAMS = re.compile(r"(until )?(build/release/|results/own/)?(uptake|bench_sweep|own_gate) |\./dev |\.ci/run|(cmake|cpack|ninja|bash|sqlite3|python3|Rscript) ")


def commands_of_block(block):
    """Lines that go on with a backslash, or within quotes, are one; what follows ' # ' or two spaces and a remark is none."""
    whole = re.sub(r'"(?:\\.|[^"\\])*"', lambda quoted: quoted[0].replace("\n", " "), re.sub(r"\\\n", " ", block))
    for line in whole.splitlines():
        line = one_line(re.sub(r"\s+#.*$", "", line))
        if PROGRAMS.match(line):
            yield line.replace("build/release/uptake", "uptake")


def blocks(text):
    return re.findall(r"^```(\w*)\n(.*?)^```", text, re.M | re.S)


def spans(text):
    """Inline code, from prose alone."""
    return [one_line(span) for span in re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))]


def command_path(command):
    words = command.split()[1:]
    path = tuple(words[:1])
    if path + tuple(words[1:2]) in HELP:
        path += tuple(words[1:2])
    return path


def shown_commands():
    """(place, command) of all pages and helps; a mere name of a subcommand is no command."""
    found = []
    for page in [page for page in PAGES if page not in HISTORY]:
        for language, block in blocks(read(page)):
            if language in ("sh", ""):
                found += [(page, command) for command in commands_of_block(block)]
        for span in spans(read(page)):
            for command in commands_of_block(span):
                if not command.startswith("uptake") or len(command.split()) > 1 + len(command_path(command)):
                    found.append((page, command))
    for path, text in HELP.items():
        for example in re.findall(r"^  (uptake .*)$", text.split("Example", 1)[-1] if "Example" in text else "", re.M):
            found += [("--help of " + " ".join(("uptake",) + path), c) for c in commands_of_block(example)]
    return found


SHOWN = shown_commands()


def made_small(command):
    path = command_path(command)
    for flag, value in SMALLER.items():
        command = re.sub(rf"({flag}) \d+", rf"\1 {value}", command)
    for flag in [] if "--keep-weights" in command else BY_COMMAND.get(path[:1], []):  # that makes no families
        if flag not in command and not (flag == "--draws" and "--posterior none" in command):  # one parameter set
            command += f" {flag} {SMALLER[flag]}"
    if "--until-precision" in command:
        command += " --at-most 4"
    if path == ("sensitivity",) and "--method" not in command:  # a trajectory goes over all inputs
        command = command.replace("--points 8", "--points 4")
    if "--method shapley" in command:  # more draws than inputs
        command = command.replace("--points 8", "--points 128")
    return command


def drawn_parameters():
    with open(SOURCE + "/scenarios/data/posterior/both.csv", encoding="utf-8") as draws:
        return len(draws.readline().split(","))


def library_rows():
    """Cells of the two tables of scenarios, each row with its scenario's name."""
    rows, name = [], ""
    for line in read("docs/library.md").splitlines():
        cells = [cell.strip(" `*") for cell in line.strip().split("|")[1:-1]]
        if len(cells) == 7 and cells[0] not in ("Scenario", "---"):
            name = cells[0] or name
            rows.append([name] + cells[1:])
    return rows


def library_verdicts():
    said = [row[-1] for row in library_rows()]
    return said.count("not shown"), len(said), said.count("the other way")


class Commands(unittest.TestCase):
    def test_every_command_shown_runs_or_says_why_not(self):
        self.assertGreater(len(SHOWN), 40)
        folder = tempfile.mkdtemp(prefix="uptake_docs_walk_")
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(SOURCE + "/scenarios", folder + "/scenarios")
        os.makedirs(folder + "/bin")
        os.symlink(PROGRAM, folder + "/bin/uptake")
        surroundings = dict(os.environ, SCRATCH=folder + "/scratch", PATH=folder + "/bin:" + os.environ["PATH"], UPTAKE_DATA=folder + "/scenarios/data")
        done = set()
        for place, command in SHOWN:
            small = made_small(command)
            if place in HOW_TOS or command in NOT_RUN or small in done:
                continue
            done.add(small)
            with self.subTest(place=place, command=command):
                self.assertTrue(command.startswith(("uptake ", "sqlite3 ")), "run by nobody, and not in NOT_RUN")
                written = re.search(r"--out (\S+)", small)
                if written:  # two pages may name the same folder, or make the same file
                    shutil.rmtree(os.path.join(folder, written[1]), ignore_errors=True)
                if command_path(command) == ("new",) and os.path.exists(f"{folder}/scenarios/{small.split()[2]}.yaml"):
                    os.remove(f"{folder}/scenarios/{small.split()[2]}.yaml")
                ended = subprocess.run(["bash", "-c", small], cwd=folder, env=surroundings, capture_output=True, text=True)
                fine = {0} | (NO_STORY if command_path(command) == ("story",) else set())
                fine |= PLANNED if "--farm" in command else set()
                self.assertIn(ended.returncode, fine, f"{small}\n{ended.stderr[-2000:]}")

    def test_a_sweep_is_shown_with_no_more_shards_than_it_has_units(self):
        pages = PAGES + ["docs/guides/" + name for name in os.listdir(SOURCE + "/docs/guides") if name.endswith(".md")]
        looked_at = 0
        for page in pages:
            for language, block in blocks(read(page)):
                for command in commands_of_block(block) if language == "sh" else []:
                    shown = re.match(r"uptake sweep plan (\S+) .*--shards (\d+)", command)
                    if not shown:
                        continue
                    looked_at += 1
                    with self.subTest(page=page, command=command), tempfile.TemporaryDirectory(prefix="uptake_docs_walk_") as folder:
                        told = uptake("sweep", "plan", shown[1], "--shards", "1000000", "--out", folder + "/out").stderr
                        most = re.search(r"expected at most (\d+)", told)  # before anything is measured
                        self.assertTrue(most, told)
                        self.assertLessEqual(int(shown[2]), int(most[1]))
        self.assertGreater(looked_at, 0)

    def test_what_is_not_run_is_still_shown(self):
        shown = {command for _, command in SHOWN}
        self.assertEqual([command for command in NOT_RUN if command not in shown], [])

    def test_a_wrong_command_would_be_found(self):
        self.assertEqual(list(commands_of_block("uptake run a.yaml \\\n   --out b   # remark\n")), ["uptake run a.yaml --out b"])
        self.assertEqual(list(commands_of_block('sqlite3 a "select\n  1"\nls\n')), ['sqlite3 a "select 1"'])
        self.assertEqual(made_small("uptake fit --draws 40 --json"), "uptake fit --draws 2 --json --families 100")
        self.assertTrue(self.unknown_flags("uptake run a.yaml --familys 3"))

    def test_a_command_of_the_script_is_one(self):
        known = set(re.findall(r"^  (\w+)\)", read("dev"), re.M))
        for place, command in SHOWN:
            if command.startswith("./dev "):
                self.assertIn(command.split()[1], known, place)

    def test_every_help_has_examples_of_its_own_command(self):
        for path, text in HELP.items():
            with self.subTest(command=" ".join(path)):
                examples = re.findall(r"^  (uptake .*)$", text.split("Example", 1)[-1] if "Example" in text else "", re.M)
                self.assertTrue(examples)
                for example in examples:
                    self.assertTrue(example.startswith(" ".join(("uptake",) + path)), example)

    @staticmethod
    def unknown_flags(command):
        path = command_path(command)
        if path not in HELP:
            return [command]
        known = HELP[path] if path != ("sweep",) else "".join(t for p, t in HELP.items() if p[:1] == path)
        return [flag for flag in re.findall(r"(?<!\S)(--[a-z][-a-z]*)", command) if not re.search(rf"(^|[ ,]){flag}\b", known)]

    def test_every_flag_shown_exists(self):
        for place, command in SHOWN:
            if command.startswith("uptake "):
                self.assertEqual(self.unknown_flags(command), [], f"{place}: {command}")
        everywhere = "\n".join(HELP.values())
        for page in [page for page in PAGES if page not in HISTORY]:
            for span in spans(read(page)):
                for flag in re.findall(r"(?<!\S)(--[a-z][-a-z]*)", span):
                    if flag not in FOREIGN:
                        self.assertRegex(everywhere, rf"(^|[ ,]){flag}\b", f"{page}: {span}")


class Files(unittest.TestCase):
    def test_every_link_leads_somewhere(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
                if not re.match(r"https?:|#|mailto:", target):
                    path = os.path.join(SOURCE, os.path.dirname(page), target.split("#")[0])
                    self.assertTrue(os.path.exists(path), f"{page}: {target}")

    def test_every_path_shown_exists(self):
        looked_at = 0
        for page in PAGES:
            for span in spans(read(page)):
                for word in span.split():
                    word = word.rstrip(".,;:")
                    if not re.match(r"^\.?[\w-]+(/[\w.-]+)+/?$", word) or MADE.search(word):
                        continue
                    places = [SOURCE, SOURCE + "/docs", SOURCE + "/scenarios", SOURCE + "/scenarios/data", SOURCE + "/sim", SOURCE + "/sim/" + word.split("/")[0]]
                    looked_at += 1
                    self.assertTrue(any(os.path.exists(os.path.join(p, word)) for p in places), f"{page}: {word}")
        self.assertGreater(looked_at, 40)

    def test_every_scenario_named_in_a_command_exists(self):
        for place, command in SHOWN:
            for word in re.findall(r"scenarios/[\w./-]+\.yaml", command):
                if "NAME" not in word and "my-campaign" not in word and place not in HOW_TOS:  # they write some first
                    self.assertTrue(os.path.exists(os.path.join(SOURCE, word)), f"{place}: {word}")

    def test_every_scenario_of_the_librarys_page_exists(self):
        for row in library_rows():
            self.assertTrue(os.path.exists(f"{SOURCE}/scenarios/{row[0]}.yaml"), row[0])

    def test_every_choice_of_tests_that_trust_md_shows_has_some(self):
        listed = subprocess.run(["ctest", "--test-dir", os.path.dirname(PROGRAM), "-N"], capture_output=True, text=True).stdout
        names = re.findall(r"Test +#\d+: (\S.*)", listed)
        self.assertGreater(len(names), 1000, listed[-500:])
        choices = re.findall(r"`ctest --preset release -R '(.*?)'`", read("docs/trust.md"))
        self.assertGreater(len(choices), 40)
        for choice in choices:
            for part in choice.replace("\\|", "|").split("|"):  # in a table's cell a bar is written \|
                if "(" in choice:
                    part = choice.replace("\\|", "|")
                with self.subTest(choice=choice, part=part):
                    self.assertTrue([name for name in names if re.search(part, name)], "no test of that name")


class Numbers(unittest.TestCase):
    def test_every_page_says_where_its_numbers_come_from(self):
        pages = [page for page in PAGES if page != "README.md" and not re.match("docs/(guides|decisions|examples)/", page)]
        self.assertEqual(sorted(MEASURED), sorted(pages))

    def test_every_number_of_readme_is_found_where_it_comes_from(self):
        text = re.sub(r"^```.*?^```", "", read("README.md"), flags=re.M | re.S)
        text = one_line(re.sub(r"\*\*|`[^`]*`", "", re.sub(r"\]\([^)]*\)", "]", text)))
        for shown, where, there in READ_IN_README:
            with self.subTest(shown=shown):
                self.assertIn(shown, text, "README no longer says so")
                if where == "count":
                    self.assertTrue(there(), f"README: {shown}")
                elif where == "--help":
                    self.assertIn(there, one_line(HELP[()]))
                elif there is not None:
                    self.assertIn(there, one_line(re.sub(r"\*\*", "", read(where))), where)
            text = text.replace(shown, "")
        self.assertEqual(re.findall(r".{0,40}\d.{0,40}", text), [], "numbers of README without a place in READ_IN_README")

    def test_what_was_held_out_is_foreseen_as_often_on_every_page_as_in_the_commands_block(self):
        block = next(b for _, b in blocks(read("docs/validation.md")) if "rows never fitted " in b)
        share = {row: int(of) for row, of in re.findall(r"^(T\d+ rate 20\d\d) +\d+ +(\d+) %", block, re.M)}
        told = [[share[f"{table} rate {year}"] for year in (2016, 2021)] for table in ("T4", "T10")]
        for page, words in [("docs/validation.md", r"for the relationship (\d+) and (\d+) % of the rates are foreseen within the survey's "
                             r"error, .*? for parenting (\d+) and (\d+) %"),
                            ("docs/trust.md", r"of rows that were held out, (\d+) and (\d+) % \(relationship\) and (\d+) and (\d+) % \(parenting\)"),
                            ("docs/trace.md", r"Of rows held out within a wave (\d+) and (\d+) % \(relationship\) and (\d+) and (\d+) % \(parenting\)")]:
            with self.subTest(page=page):
                said = re.search(words, one_line(read(page)))
                self.assertIsNotNone(said, "no longer says what was held out")
                self.assertEqual([int(n) for n in said.groups()], told[0] + told[1])

    def test_the_librarys_counts_by_lever_are_those_of_its_rows(self):
        verdicts = ("as expected", "not shown", "the other way", "open")
        lines = re.findall(r"^\| `\w+` \| (`.*`) \| ([\d /]+) \|$", read("docs/library.md"), re.M)
        self.assertGreater(len(lines), 20)
        for names, counts in lines:
            said = [row[-1] for row in library_rows() if row[0] in re.findall(r"`([\w-]+)`", names)]
            self.assertEqual([int(n) for n in counts.split("/")], [said.count(v) for v in verdicts], names)
        self.assertEqual(len({row[0] for row in library_rows()}), 24 + 1 + 40)  # as its first lines say

    def test_the_fits_blocks_have_the_rows_and_patterns_of_the_command(self):
        said = uptake("fit", "--families", "300", "--draws", "2", "--populations", "1", "--quiet").stdout
        rows = re.compile(r"^([FT]\d+ \w+ 20\d\d) +(\d+) ", re.M)
        patterns = re.compile(r"^(P\d+c?) +(?:MISS|pass|not tested) +(.*?)(?:: \d+ of (\d+).*)?$", re.M)
        whole = [block for _, block in blocks(read("docs/validation.md")) if block.startswith("table  ")]
        self.assertEqual(len(whole), 3)
        for block in whole:
            self.assertEqual([r for r, _ in rows.findall(block)], [r for r, _ in rows.findall(said)])
            self.assertEqual([p[:2] for p in patterns.findall(block)], [p[:2] for p in patterns.findall(said)])

    def test_the_fits_totals_are_the_sums_of_their_tables(self):
        for _, block in blocks(read("docs/validation.md")):
            total = re.search(r"^P1 .*: (\d+) of (\d+) \((\d+) %", block, re.M)
            if not total:
                continue
            lines = re.findall(r"^(?:T4|T10) rate 20\d\d +(\d+) +(\d+) %", block, re.M)
            self.assertEqual(len(lines), 4)
            inside = sum(round(int(n) * int(share) / 100) for n, share in lines)
            self.assertEqual((inside, sum(int(n) for n, _ in lines)), (int(total[1]), int(total[2])))
            self.assertEqual(round(100 * int(total[1]) / int(total[2])), int(total[3]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
