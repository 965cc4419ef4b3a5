"""Full-text search over the documents."""

import orjson

from annotator.storage.file.store import Store


def matching_documents(store: Store, query: str) -> set[int] | None:
    """The keys of the documents that contain all words of the query; None for a query without words.

    It matches whole words, the last one as a prefix, without regard to accents and case. Every word is quoted, so that
    nothing in the query works as an operator, neither a quotation mark nor *AND*.
    """
    terms = [term for term in query.replace("\0", " ").split() if any(map(str.isalnum, term))]
    if not terms:
        return None
    phrases = ['"' + term.replace('"', '""') + '"' for term in terms]
    if not query[-1].isspace():
        phrases[-1] += " *"
    # One value is read rather than ten thousand rows, which would take four times as long at every letter typed.
    [[keys]] = store.rows("SELECT json_group_array(rowid) FROM words WHERE words MATCH ?", [" ".join(phrases)])
    return set(orjson.loads(keys))
