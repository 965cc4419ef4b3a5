"""How does the program say that it will not do something?"""


class Refused(Exception):
    """A request that is not carried out; the project's content stays as it was.

    Reads as one line: what is wrong, where, and what to do about it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(", ".join(" ".join(part.split()) for part in (what, where, remedy) if part))


class NotAProject(Refused):
    """The file at hand is no project of this program."""


class NewerProject(Refused):
    """The file is a project of a later version of this program."""


class Damaged(Refused):
    """The file is a project of this program, and part of it cannot be read."""
