"""Changes of a scheme's relations, as frozen values."""

from typing import Literal

from annotator.domain.scheme.changes import SchemeChange
from annotator.domain.scheme.json_body import OwnerKind, SchemeBody, owner, owners, refuse_existing_name
from annotator.domain.scheme.scheme import Scheme


class AddRelation(SchemeChange):
    """Adds a relation, which no mark has yet."""

    kind: Literal["add-relation"] = "add-relation"
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool = False

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        refuse_existing_name(owners(body, "relation"), self.name)
        owners(body, "relation")[self.name] = {
            "from": list(self.sources),
            "to": list(self.targets),
            "symmetric": self.symmetric,
            "attributes": {},
        }


class SetEnds(SchemeChange):
    """Sets the labels that a relation may connect; relations that it no longer allows are removed."""

    kind: Literal["set-ends"] = "set-ends"
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        owner(body, "relation", self.name).update({"from": list(self.sources), "to": list(self.targets)})

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {"relation": frozenset({self.name})}


class SetSymmetric(SchemeChange):
    """Sets whether a relation has no direction; no mark changes."""

    kind: Literal["set-symmetric"] = "set-symmetric"
    name: str
    symmetric: bool

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        owner(body, "relation", self.name)["symmetric"] = self.symmetric
