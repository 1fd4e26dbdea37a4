# SPDX-License-Identifier: Apache-2.0
"""Does publiccode.yml keep the standard (publiccode.yml 0.4, core)? Prints every offence; exit 1 if there is one.

    publiccode_check.py publiccode.yml CITATION.cff

Written after the standard's text: mandatory keys, allowed values, lengths. And what stands in CITATION.cff too is the same.
"""
import sys

import jsonschema
import yaml

CATEGORIES = {  # those of the controlled vocabulary that could be ours
    "business-intelligence", "data-analytics", "data-collection", "data-visualization", "educational-content",
    "knowledge-management", "predictive-analysis", "survey"}
SCOPES = {"education", "healthcare", "local-authorities", "research", "science-and-technology", "society", "welfare"}
TEXT = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
                 "description", "legal", "maintenance", "localisation"],
    "properties": {
        "publiccodeYmlVersion": {"type": "string", "pattern": r"^0\.([4-9])(\.\d+)?$"},
        "name": TEXT,
        "url": {"type": "string", "pattern": "^https://[^ ]+$"},
        "softwareVersion": TEXT,
        "releaseDate": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "platforms": {"type": "array", "minItems": 1, "items": TEXT},
        "categories": {"type": "array", "minItems": 1, "items": {"enum": sorted(CATEGORIES)}},
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"enum": ["standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web",
                                  "standalone/backend", "standalone/other", "addon", "library", "configurationFiles"]},
        "intendedAudience": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "countries": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2}$"}},
                "scope": {"type": "array", "items": {"enum": sorted(SCOPES)}}}},
        "description": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["shortDescription", "longDescription"],
                "properties": {
                    "shortDescription": {"type": "string", "minLength": 1, "maxLength": 150, "pattern": r"^[^\n]+$"},
                    "longDescription": {"type": "string", "minLength": 150, "maxLength": 10000},
                    "features": {"type": "array", "minItems": 1, "items": TEXT}}}},
        "legal": {"type": "object", "required": ["license"],
                  "properties": {"license": TEXT, "mainCopyrightOwner": TEXT}, "additionalProperties": False},
        "maintenance": {
            "type": "object",
            "required": ["type", "contacts"],
            "properties": {
                "type": {"enum": ["internal", "community"]},
                "contacts": {"type": "array", "minItems": 1,
                             "items": {"type": "object", "required": ["name"], "properties": {"name": TEXT}}}}},
        "localisation": {
            "type": "object",
            "required": ["localisationReady", "availableLanguages"],
            "properties": {"localisationReady": {"type": "boolean"},
                           "availableLanguages": {"type": "array", "minItems": 1, "items": TEXT}}},
        "dependsOn": {
            "type": "object",
            "propertyNames": {"enum": ["open", "proprietary", "hardware"]},
            "additionalProperties": {"type": "array", "items": {"type": "object", "required": ["name"],
                                                                "properties": {"optional": {"type": "boolean"}}}}}}}


def read(name):
    with open(name, encoding="utf-8") as file:
        return yaml.safe_load(file)


code, citation = read(sys.argv[1]), read(sys.argv[2])
offences = [f"{'/'.join(map(str, e.path)) or 'the file'}: {e.message}"
            for e in jsonschema.Draft7Validator(SCHEMA).iter_errors(code)]
for ours, theirs in [("softwareVersion", citation["version"]), ("releaseDate", citation["date-released"])]:
    if str(code.get(ours)) != str(theirs):
        offences.append(f"{ours}: {code.get(ours)}, but CITATION.cff has {theirs}")
if code.get("legal", {}).get("license") != citation["license"]:
    offences.append("legal/license: not as in CITATION.cff")
print("\n".join(offences) or "good")
sys.exit(1 if offences else 0)
