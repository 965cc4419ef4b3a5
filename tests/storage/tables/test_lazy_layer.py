"""Lazily built layers, compared with layers that are read at once."""

from pathlib import Path

from annotator.app.project.open import open_project
from annotator.app.project.sample import build_sample
from annotator.storage.tables import marks
from annotator.storage.tables.lazy_layer import LazyLayerRows


def test_rows_say_of_a_layer_what_its_marks_say(tmp_path: Path) -> None:
    path = tmp_path / "sample.annotator"
    build_sample(path)
    session = open_project(path, writing=False)
    layers = [row[0] for row in session.store.rows("SELECT key FROM layers")]
    assert layers
    for key in layers:
        layer = marks.read_layer(session.store, key, document="", annotator="")
        rows = LazyLayerRows(session.store, key)

        assert rows.label_counts().total() == len(rows.span_positions()) == len(layer.spans)
        assert rows.spans == {span.id: span for span in layer.spans}
        assert rows.relations == {relation.id: relation for relation in layer.relations}
        assert {name: set(relations) for name, relations in rows.relations_by_span().items()} == {
            span.id: relations
            for span in layer.spans
            if (
                relations := {
                    relation.id for relation in layer.relations if span.id in (relation.source, relation.target)
                }
            )
        }
        assert [rows.spans[name].start for _, _, name in rows.span_positions()] == [span.start for span in layer.spans]
    session.close()
