"""Handles that take hooks away again."""

import itertools
import weakref


class RemovableHandle:
    """What registering a hook answers: `remove()` takes the hook away, and so does leaving `with`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
    """

    _ids = itertools.count()

    def __init__(self, hooks, *, others=()):
        """`hooks` is where the hook lies under `self.id`; `others` know that id as well."""
        self.id = next(RemovableHandle._ids)
        self._tables = [weakref.ref(table) for table in (hooks, *others)]

    def remove(self):
        """Takes the hook away; a second call does nothing."""
        for reference in self._tables:
            table = reference()
            if table is not None:
                table.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.remove()
