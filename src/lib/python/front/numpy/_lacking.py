"""Clear words about what this small numpy doesn't have."""

_BUILTINS = ("bool", "complex", "float", "int", "object", "str")


def lacks(module, name):
    """The error for a name that a module doesn't have."""
    text = f"module '{module}' has no attribute '{name}'"
    if module == "numpy" and name in _BUILTINS:
        text += f".\n`np.{name}` was an alias for Python's own `{name}`: use `{name}` by itself."
    elif not name.startswith("_"):
        text += f"\nBackflow has a small numpy of its own, which lacks {module}.{name}."
    return AttributeError(text, name=name)


def method_lacks(owner, name):
    """The error for a method that the objects of a class don't have."""
    text = f"'{owner}' object has no attribute '{name}'"
    if not name.startswith("_"):
        text += "\nIt is Backflow's small numpy that lacks it."
    return AttributeError(text, name=name)
