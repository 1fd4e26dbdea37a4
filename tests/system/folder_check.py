# SPDX-License-Identifier: Apache-2.0
"""Does a folder of results open elsewhere without glue? Prints `good`, or every offence; exit 1 if there is one.

    folder_check.py FOLDER

datapackage.json against the rules of a tabular data package (Frictionless Data, v1), its tables read by pandas: types,
units, keys that are unique and that are found where they refer to. ro-crate-metadata.json against the rules of RO-Crate
1.1 and of a process run crate 0.5: every reference is described, every file is there with its size and SHA-256. SQLite
databases: every table, view and column is documented, every view can be read.
"""
import hashlib
import json
import pathlib
import re
import sqlite3
import subprocess
import sys

import jsonschema
import pandas

folder = pathlib.Path(sys.argv[1])
offences = []
NAME = {"type": "string", "pattern": r"^[-a-z0-9._/]+$"}
PACKAGE = {
    "type": "object",
    "required": ["profile", "name", "title", "description", "licenses", "contributors", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": NAME,
        "licenses": {"type": "array", "minItems": 1,
                     "items": {"required": ["name", "path"], "properties": {"path": {"pattern": "^https://"}}}},
        "contributors": {"type": "array", "minItems": 1, "items": {"required": ["title"]}},
        "resources": {"type": "array", "minItems": 1, "items": {
            "type": "object",
            "required": ["name", "path", "profile", "description", "encoding", "bytes", "hash", "schema"],
            "properties": {
                "name": NAME,
                "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\./)"},
                "profile": {"const": "tabular-data-resource"},
                "encoding": {"const": "utf-8"},
                "bytes": {"type": "integer", "minimum": 1},
                "hash": {"pattern": "^sha256:[0-9a-f]{64}$"},
                "schema": {
                    "required": ["fields", "missingValues"],
                    "properties": {
                        "missingValues": {"const": [""]},
                        "fields": {"type": "array", "minItems": 1, "items": {
                            "required": ["name", "type", "description"],
                            "properties": {"type": {"enum": ["string", "integer", "number", "boolean"]},
                                           "description": {"type": "string", "minLength": 1}}}},
                        "primaryKey": {"type": "array", "minItems": 1},
                        "foreignKeys": {"type": "array", "minItems": 1,
                                        "items": {"required": ["fields", "reference"]}}}}}}}}}


def digest(path):
    sha = hashlib.sha256(path.read_bytes())
    return sha.hexdigest(), path.stat().st_size


def offence(text):
    offences.append(text)


def read_table(resource):
    """All as text, so that types are looked at here and not guessed."""
    path = folder / resource["path"]
    if path.suffix == ".zst":
        path.with_suffix("").write_bytes(subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout)
        table = pandas.read_csv(path.with_suffix(""), dtype=str, keep_default_na=False)
        path.with_suffix("").unlink()
        return table
    return pandas.read_csv(path, dtype=str, keep_default_na=False)


def check_package():
    with open(folder / "datapackage.json", encoding="utf-8") as file:
        package = json.load(file)
    for error in jsonschema.Draft7Validator(PACKAGE).iter_errors(package):
        offence(f"datapackage.json: {'/'.join(map(str, error.path))}: {error.message}")
    if offences:
        return
    tables = {r["name"]: read_table(r) for r in package["resources"]}
    if len(tables) != len(package["resources"]):
        offence("datapackage.json: two resources have one name")
    described = {r["path"] for r in package["resources"]}
    for path in folder.glob("**/*.csv*"):
        if path.relative_to(folder).as_posix() not in described:
            offence(f"{path.name}: is not in datapackage.json")
    patterns = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?([eE][-+]?\d+)?", "boolean": "true|false"}
    for resource in package["resources"]:
        name, schema, table = resource["path"], resource["schema"], tables[resource["name"]]
        sha, size = digest(folder / name)
        if (f"sha256:{sha}", size) != (resource["hash"], resource["bytes"]):
            offence(f"{name}: another hash or size than in datapackage.json")
        if list(table.columns) != [f["name"] for f in schema["fields"]]:
            offence(f"{name}: other columns than its schema")
            continue
        for field in schema["fields"]:
            pattern = patterns.get(field["type"])
            if pattern is None:
                continue
            wrong = [v for v in table[field["name"]] if v != "" and not re.fullmatch(pattern, v)]
            if wrong:
                offence(f"{name}: {field['name']} has {wrong[0]!r}, which is no {field['type']}")
        key = schema.get("primaryKey")
        if key and table.duplicated(key).any():
            offence(f"{name}: {key} is not unique: {table[table.duplicated(key)].iloc[0].to_dict()}")
        for foreign in schema.get("foreignKeys", []):
            reference = foreign["reference"]
            other = tables.get(reference["resource"])
            if other is None:
                offence(f"{name}: refers to {reference['resource']}, which is not there")
                continue
            known = set(map(tuple, other[reference["fields"]].itertuples(index=False)))
            lost = [row for row in map(tuple, table[foreign["fields"]].itertuples(index=False)) if row not in known]
            if lost:
                offence(f"{name}: {foreign['fields']} {lost[0]} is not in {reference['resource']}")


def check_crate():
    with open(folder / "ro-crate-metadata.json", encoding="utf-8") as file:
        crate = json.load(file)
    if crate.get("@context", [None])[0] != "https://w3id.org/ro/crate/1.1/context":
        offence("crate: has no context of RO-Crate 1.1")
    graph = crate["@graph"]
    entities = {e["@id"]: e for e in graph}
    if len(entities) != len(graph):
        offence("crate: an @id stands twice")
    descriptor, root = entities.get("ro-crate-metadata.json", {}), entities.get("./", {})
    if descriptor.get("conformsTo") != {"@id": "https://w3id.org/ro/crate/1.1"} or descriptor.get("about") != {"@id": "./"}:
        offence("crate: its descriptor is none of RO-Crate 1.1")
    for key in ["name", "description", "datePublished", "license", "author", "identifier", "hasPart", "mentions"]:
        if not root.get(key):
            offence(f"crate: the root has no {key}")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", root.get("datePublished", "")):
        offence("crate: datePublished is no date")

    def references(value):
        if isinstance(value, dict) and set(value) == {"@id"}:
            yield value["@id"]
        elif isinstance(value, (list, dict)):
            for one in value.values() if isinstance(value, dict) else value:
                yield from references(one)

    for entity in graph:
        if not entity.get("@type"):
            offence(f"crate: {entity['@id']} has no @type")
        for key, value in entity.items():
            for target in references(value):
                if target not in entities and key != "conformsTo":
                    offence(f"crate: {entity['@id']} refers to {target}, which is not described")
    parts = {p["@id"] for p in root.get("hasPart", [])}
    files = {e["@id"] for e in graph if e["@type"] == "File"}
    if parts != files:
        offence(f"crate: parts and files differ: {sorted(parts ^ files)}")
    for name in files:
        sha, size = digest(folder / name)
        if (entities[name]["sha256"], entities[name]["contentSize"]) != (sha, str(size)):
            offence(f"crate: {name} has another hash or size")
    there = {p.relative_to(folder).as_posix() for p in folder.glob("**/*") if p.is_file() and p.suffix != ".lock"}
    for name in there - files - {"ro-crate-metadata.json"}:
        if not (name.endswith("-journal") and (folder / name).stat().st_size == 0):
            offence(f"crate: {name} is not in it")
    runs = [e for e in graph if e["@type"] == "CreateAction"]
    if len(runs) != 1:
        offence("crate: expected one CreateAction")
        return
    run = runs[0]
    if entities[run["instrument"]["@id"]]["@type"] != "SoftwareApplication":
        offence("crate: its instrument is no software")
    inputs = [entities[o["@id"]] for o in run["object"]]
    for one in inputs:
        if one["@type"] != "PropertyValue" and not re.fullmatch("[0-9a-f]{64}", one.get("sha256", "")):
            offence(f"crate: the input {one['@id']} has no hash")
    if not {o["@id"] for o in inputs} >= {"#evidence", "#setting-seed"}:
        offence("crate: evidence and seed are not among the inputs")


def check_databases():
    for path in folder.glob("**/*.sqlite"):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        documented = set(database.execute('SELECT name, "column" FROM documentation WHERE meaning<>\'\''))
        for name, kind in database.execute(
                "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'").fetchall():
            columns = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
            for column in ["", *columns]:
                if (name, column) not in documented:
                    offence(f"{path.name}: {name}.{column} is not documented")
            if kind == "view":
                try:
                    database.execute(f'SELECT * FROM "{name}" LIMIT 1').fetchone()
                except sqlite3.Error as error:
                    offence(f"{path.name}: {name}: {error}")
        codes = database.execute(
            "SELECT count(*) FROM readable_figures WHERE measure_en IS NULL OR category_en IS NULL OR unit IS NULL").fetchone()[0]
        if codes:
            offence(f"{path.name}: {codes} figures have codes without words")


check_package()
check_crate()
check_databases()
print("\n".join(offences) or "good")
sys.exit(1 if offences else 0)
