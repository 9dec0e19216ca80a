"""The sides of the frame around axes."""

from typing import Any

from ._data import lacks
from .colors import ink


class Spine:
    """A side of the frame. It is drawn or not, with the others."""

    def __init__(self) -> None:
        self.visible = True

    def set_visible(self, visible: bool) -> None:
        """Whether it is drawn."""
        self.visible = bool(visible)

    def set_color(self, color: Any) -> None:
        """'none' hides it; its colour is the page's."""
        self.visible = ink(color) is not None

    def set_position(self, position: Any) -> None:
        """Spines stand at the sides here."""
        raise lacks("spine.set_position()")

    def set_linewidth(self, _: Any) -> None:
        """Its width is the page's."""


class Spines(dict):
    """All sides by name."""

    def __getattr__(self, name: str) -> Spine:
        if name in self:
            return self[name]
        raise AttributeError(name)

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, (list, tuple, slice)):
            return super().__getitem__(key)
        chosen = list(self.values()) if isinstance(key, slice) else [self[name] for name in key]

        class Several:
            def __getattr__(self, name: str) -> Any:
                return lambda *a, **k: [getattr(spine, name)(*a, **k) for spine in chosen]

        return Several()
