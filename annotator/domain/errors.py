"""Errors with which the program refuses a request."""


class Refused(Exception):
    """A request that is not carried out; the project's content stays as it was.

    Reads as one line: what is wrong, where, and what to do about it.
    """

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        self.message, self.where, self.remedy = message, where, remedy
        super().__init__(", ".join(" ".join(text.split()) for text in (message, where, remedy) if text))


class NotAProject(Refused):
    """The file is no project of this program."""


class NewerProject(Refused):
    """The file is a project of a later version of this program."""


class Damaged(Refused):
    """The file is a project of this program, but some of it cannot be read."""
