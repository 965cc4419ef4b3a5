"""The tables of a project, and the migrations that made them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sqlite_utils.db import Database

APPLICATION_ID = 0x416E6E6F  # "Anno"

Purpose = Literal["work", "feedback"]
"""What a file is for: for work, or to show an annotator what the review decided about their marks."""


def first_tables(db: "Database") -> None:
    """Documents, annotators, layers, marks, the journal and the word index.

    Every table that a step may change has an integer ``key`` that is never used twice, so that the undo of an old step
    cannot touch the row of another one. ``removed`` holds the rows that the undo of a bulk step deleted.
    """
    for statement in (*_FIRST_TABLES.split(";\n\n"), *TRIGGERS):
        db.execute(statement)


def registries_and_scheme_changes(db: "Database") -> None:
    """The entries of registries, and the changes of the scheme."""
    for statement in _SECOND_TABLES.split(";\n\n"):
        db.execute(statement)


def revisions(db: "Database") -> None:
    """The tokens of the states of each layer; every present layer gets its first one here."""
    for statement in _REVISIONS.split(";\n\n"):
        db.execute(statement)


def decisions_and_gold(db: "Database") -> None:
    """Decisions and the gold layer, whose annotator has the key 0 and is no real one.

    And an index from which a list of documents is read without their texts.
    """
    for statement in _DECISIONS.split(";\n\n"):
        db.execute(statement)


def feedback(db: "Database") -> None:
    """The purpose of a file; and, in a feedback file, the outcomes of the review for an annotator's marks."""
    for statement in _FEEDBACK.split(";\n\n"):
        db.execute(statement)


def roles(db: "Database") -> None:
    """The roles of labels, relations, attributes and values in the scheme; the tables stay as they are."""
    # It needs the whole domain of schemes, which nobody waits for who opens a present file.
    from annotator.storage.file.role_migration import add_roles

    add_roles(db)


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (
    first_tables,
    registries_and_scheme_changes,
    revisions,
    decisions_and_gold,
    feedback,
    roles,
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

# They maintain the word index; a project with any other trigger is refused.
TRIGGERS = (
    """CREATE TRIGGER documents_inserted AFTER INSERT ON documents BEGIN
  INSERT INTO words (rowid, id, text) VALUES (new.key, new.id, new.text);
END""",
    """CREATE TRIGGER documents_deleted AFTER DELETE ON documents BEGIN
  INSERT INTO words (words, rowid, id, text) VALUES ('delete', old.key, old.id, old.text);
END""",
)
