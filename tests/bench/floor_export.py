"""Floor: the same lines written by a bare script; arguments are DATABASE and DESTINATION."""

import os
import sqlite3
import sys
from pathlib import Path

import orjson

LAYERS = (
    "SELECT documents.id, sha256, text, meta, layers.key, name, status FROM documents"
    " JOIN layers ON document = documents.key JOIN annotators ON annotators.key = annotator ORDER BY documents.key"
)
SPANS = 'SELECT id, label, start, "end", quote, attributes FROM spans WHERE layer = ? ORDER BY start, "end" DESC, key'
RELATIONS = "SELECT id, label, source, target FROM relations WHERE layer = ? ORDER BY key"

source, target = map(Path, sys.argv[1:])
database = sqlite3.connect(source)
with target.open("wb") as file:
    for name, sha256, text, meta, layer, annotator, status in database.execute(LAYERS):
        spans = [
            {"id": one, "label": label, "start": start, "end": end, "text": quote, "attributes": orjson.loads(facts)}
            for one, label, start, end, quote, facts in database.execute(SPANS, [layer])
        ]
        relations = [
            {"id": one, "label": label, "from": begin, "to": end}
            for one, label, begin, end in database.execute(RELATIONS, [layer])
        ]
        told = {
            "id": name,
            "sha256": sha256,
            "text": text,
            "meta": orjson.loads(meta),
            "annotator": annotator,
            "status": status,
            "scheme": "speaker-demand-event@1.0",
            "offset_unit": "codepoint",
            "spans": spans,
            "relations": relations,
        }
        file.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    file.flush()
    os.fsync(file.fileno())
database.close()
