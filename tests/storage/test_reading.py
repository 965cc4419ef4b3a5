"""Is a mark that is built when somebody asks for it the one that reading the whole layer gives?"""

from pathlib import Path

from annotator.app.project.open import open_project
from annotator.app.project.sample import build_sample
from annotator.storage.tables import marks
from annotator.storage.tables.lazy_layer import LayerRows


def test_rows_say_of_a_layer_what_its_marks_say(tmp_path: Path) -> None:
    path = tmp_path / "sample.annotator"
    build_sample(path)
    session = open_project(path, writing=False)
    layers = [row[0] for row in session.store.rows("SELECT key FROM layers")]
    assert layers
    for key in layers:
        whole = marks.read_layer(session.store, key, document="", annotator="")
        rows = LayerRows(session.store, key)

        assert rows.counts().total() == len(rows.order()) == len(whole.spans)
        assert rows.spans == {span.id: span for span in whole.spans}
        assert rows.relations == {link.id: link for link in whole.relations}
        assert {name: set(links) for name, links in rows.links().items()} == {
            span.id: links
            for span in whole.spans
            if (links := {link.id for link in whole.relations if span.id in (link.source, link.target)})
        }
        assert [rows.spans[name].start for _, _, name in rows.order()] == [span.start for span in whole.spans]
    session.close()
