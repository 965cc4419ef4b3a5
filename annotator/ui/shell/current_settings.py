"""The settings in force while the window is open."""

from annotator.app.settings import Settings


class CurrentSettings:
    """Holds the settings, which are replaced as a whole with every change; the window saves them when it closes."""

    def __init__(self, values: Settings) -> None:
        self.values = values

    def update(self, **changes: object) -> None:
        """Replace some of the settings."""
        self.values = self.values.model_copy(update=changes)
