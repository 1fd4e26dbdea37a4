# SPDX-License-Identifier: Apache-2.0
"""Does a schema take these YAML files? Prints `FILE: good`, or `FILE: ` and the first error; exit 1 if one is not.

    schema_check.py SCHEMA FILE...

YAML as an editor reads it: the core schema of YAML 1.2, in which `no`, `on` and `2027-01` are texts.
"""
import json
import re
import sys

import jsonschema
import yaml


class Core(yaml.SafeLoader):
    pass


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
]:
    Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), first)
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
bad = 0
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        data = yaml.load(file, Loader=Core)
    error = jsonschema.exceptions.best_match(validator.iter_errors(data))
    print(f"{name}: {'good' if error is None else error.message}")
    bad += error is not None
sys.exit(1 if bad else 0)
