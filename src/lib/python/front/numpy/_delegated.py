"""The methods of arrays that are functions: importing this file gives them to `ndarray`."""

from importlib import import_module

from ._array import ndarray

_PACKAGE = __name__.rpartition(".")[0]


def _method(home, name):
    """A method that is the function of the same name in another file, read when first called."""
    found = []

    def method(self, *args, **keywords):
        if not found:
            found.append(getattr(import_module(f"{_PACKAGE}.{home}"), name))
        return found[0](self, *args, **keywords)

    method.__name__ = method.__qualname__ = name
    return method


for _home, _names in {
    "_reduce": "sum prod min max mean std var all any ptp",
    "_order": "argmin argmax sort argsort searchsorted nonzero",
    "_accumulate": "cumsum cumprod",
    "_shape": "reshape ravel flatten transpose swapaxes squeeze repeat diagonal take",
    "_products": "dot trace",
    "_rounding": "round clip=clipped",
    "_select": "put",
}.items():
    for _name in _names.split():
        _public, _, _own = _name.partition("=")
        setattr(ndarray, _public, _method(_home, _own or _public))
