"""Clear words about what this small numpy doesn't have."""

from _backflow_missing import lacking, missing

_BUILTINS = ("bool", "complex", "float", "int", "object", "str")


def lacks(module, name):
    """The error for a name that a module doesn't have."""
    if module == "numpy" and name in _BUILTINS:
        return AttributeError(
            f"module '{module}' has no attribute '{name}'.\n"
            f"`np.{name}` was an alias for Python's own `{name}`: use `{name}` by itself.",
            name=name,
        )
    return missing(module, name)


def method_lacks(owner, name):
    """The error for a method that the objects of a class don't have."""
    text = f"'{owner}' object has no attribute '{name}'"
    if name.startswith("_"):
        return AttributeError(text, name=name)
    return lacking(text, f"Backflow's numpy may be what lacks {name}.", name)
