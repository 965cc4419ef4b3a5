"""Which tables does a project have, and how did they come about?"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database

APPLICATION_ID = 0x416E6E6F  # "Anno"


def first_tables(db: "Database") -> None:
    """Documents, people, layers, marks, the journal and the word index.

    Every table that a step may change has an integer ``key`` that is never given twice, so that undoing an old
    step cannot meet somebody else's row. ``removed`` holds the rows that undoing a bulk step took away.
    """
    for statement in (*_FIRST_TABLES.split(";\n\n"), *TRIGGERS):
        db.execute(statement)


def registries_and_scheme_changes(db: "Database") -> None:
    """What the values of registry attributes stand for, and how the scheme came to be what it is."""
    for statement in _SECOND_TABLES.split(";\n\n"):
        db.execute(statement)


def revisions(db: "Database") -> None:
    """Which states each layer has been through; those that stand already begin here."""
    for statement in _REVISIONS.split(";\n\n"):
        db.execute(statement)


def decisions_and_gold(db: "Database") -> None:
    """What was settled, and the reviewed layer: it belongs to an annotator with the key 0, who is nobody.

    And an index from which a list of documents is read without walking past their texts.
    """
    for statement in _DECISIONS.split(";\n\n"):
        db.execute(statement)


def feedback(db: "Database") -> None:
    """What a file is for; and, in a feedback file, what became of an annotator's marks in the review."""
    for statement in _FEEDBACK.split(";\n\n"):
        db.execute(statement)


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (
    first_tables,
    registries_and_scheme_changes,
    revisions,
    decisions_and_gold,
    feedback,
)
VERSION = len(MIGRATIONS)

_FIRST_TABLES = """
CREATE TABLE project (
  key INTEGER PRIMARY KEY CHECK (key = 1),
  id TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE scheme (
  key INTEGER PRIMARY KEY CHECK (key = 1),
  body TEXT NOT NULL,
  guidelines TEXT NOT NULL
) STRICT;

CREATE TABLE annotators (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE documents (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE,
  meta TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> '')
) STRICT;

CREATE TABLE layers (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents,
  annotator INTEGER NOT NULL REFERENCES annotators,
  status TEXT NOT NULL CHECK (status IN ('new', 'in-progress', 'done')),
  UNIQUE (document, annotator)
) STRICT;

CREATE TABLE spans (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  layer INTEGER NOT NULL REFERENCES layers,
  id TEXT NOT NULL,
  label TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  fragments TEXT,
  quote TEXT NOT NULL,
  attributes TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (layer, id)
) STRICT;

CREATE TABLE relations (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  layer INTEGER NOT NULL,
  id TEXT NOT NULL,
  label TEXT NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  attributes TEXT NOT NULL,
  UNIQUE (layer, id),
  FOREIGN KEY (layer, source) REFERENCES spans (layer, id),
  FOREIGN KEY (layer, target) REFERENCES spans (layer, id)
) STRICT;

CREATE INDEX relations_source ON relations (layer, source);

CREATE INDEX relations_target ON relations (layer, target);

CREATE INDEX layers_annotator ON layers (annotator);

CREATE TABLE steps (
  step INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  annotator INTEGER REFERENCES annotators,
  operation TEXT NOT NULL,
  document TEXT,
  state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped', 'final')),
  summary TEXT NOT NULL
) STRICT;

CREATE INDEX steps_undone ON steps (step) WHERE state = 'undone';

CREATE TABLE changes (
  step INTEGER NOT NULL REFERENCES steps,
  place INTEGER NOT NULL,
  "table" TEXT NOT NULL,
  key INTEGER NOT NULL,
  last INTEGER,
  before TEXT,
  after TEXT,
  PRIMARY KEY (step, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE removed (
  step INTEGER NOT NULL,
  "table" TEXT NOT NULL,
  key INTEGER NOT NULL,
  image TEXT NOT NULL,
  PRIMARY KEY (step, "table", key)
) STRICT, WITHOUT ROWID;

CREATE INDEX changes_key ON changes ("table", key);

CREATE VIRTUAL TABLE words USING fts5 (
  id, text, content = 'documents', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
)
"""

_SECOND_TABLES = """
CREATE TABLE entries (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  registry TEXT NOT NULL,
  name TEXT NOT NULL,
  facts TEXT NOT NULL,
  UNIQUE (registry, name)
) STRICT;

CREATE TABLE scheme_changes (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  version TEXT NOT NULL,
  change TEXT NOT NULL
) STRICT
"""

_REVISIONS = """
CREATE TABLE revisions (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  step INTEGER,
  document INTEGER NOT NULL,
  annotator INTEGER NOT NULL,
  token INTEGER NOT NULL,
  shared INTEGER NOT NULL CHECK (shared IN (0, 1))
) STRICT;

CREATE INDEX revisions_step ON revisions (step) WHERE step IS NOT NULL;

INSERT INTO revisions (step, document, annotator, token, shared)
  SELECT NULL, document, annotator, random(), 0 FROM layers
"""

_DECISIONS = """
CREATE TABLE decisions (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents,
  signature TEXT NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('spans', 'relations')),
  places TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN (
    'unanimous', 'policy', 'accepted', 'union', 'intersection', 'edited', 'kept', 'none', 'new', 'imported', 'question'
  )),
  policy TEXT NOT NULL,
  source TEXT NOT NULL,
  parent INTEGER,
  reviewer INTEGER REFERENCES annotators,
  at TEXT NOT NULL,
  comment TEXT NOT NULL,
  superseded INTEGER
) STRICT;

CREATE UNIQUE INDEX decisions_standing ON decisions (document, signature) WHERE superseded IS NULL;

INSERT INTO annotators (key, id, name) VALUES (0, 'gold', 'gold');

CREATE INDEX documents_heads ON documents (key, id, meta)
"""

_FEEDBACK = """
ALTER TABLE project ADD COLUMN purpose TEXT NOT NULL DEFAULT 'work' CHECK (purpose IN ('work', 'feedback'));

CREATE TABLE outcomes (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents,
  about TEXT NOT NULL CHECK (about IN ('spans', 'relations')),
  own TEXT NOT NULL,
  gold TEXT NOT NULL,
  settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
  comment TEXT NOT NULL
) STRICT
"""

# They keep the word index; no other trigger is ever let into a project.
TRIGGERS = (
    """CREATE TRIGGER documents_inserted AFTER INSERT ON documents BEGIN
  INSERT INTO words (rowid, id, text) VALUES (new.key, new.id, new.text);
END""",
    """CREATE TRIGGER documents_deleted AFTER DELETE ON documents BEGIN
  INSERT INTO words (words, rowid, id, text) VALUES ('delete', old.key, old.id, old.text);
END""",
)
