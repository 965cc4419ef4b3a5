"""Which documents hold these words?"""

from annotator.storage.store import Store


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
    return {row[0] for row in store.rows("SELECT rowid FROM words WHERE words MATCH ?", [" ".join(phrases)])}
