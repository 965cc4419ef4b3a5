"""Which documents hold these words?"""

import orjson

from annotator.storage.file.store import Store


def matching(store: Store, query: str) -> set[int] | None:
    """The keys of the documents that hold all words of the query; None where the query says nothing.

    Whole words, the last one as a prefix, accents and case folded. Nothing in the query is an operator: every word is
    quoted, so a quotation mark or *AND* is looked for like any other sign.
    """
    terms = [term for term in query.replace("\0", " ").split() if any(map(str.isalnum, term))]
    if not terms:
        return None
    phrases = ['"' + term.replace('"', '""') + '"' for term in terms]
    if not query[-1].isspace():
        phrases[-1] += " *"
    # As one value: ten thousand rows would take four times as long, at every letter that is typed.
    [[keys]] = store.rows("SELECT json_group_array(rowid) FROM words WHERE words MATCH ?", [" ".join(phrases)])
    return set(orjson.loads(keys))
