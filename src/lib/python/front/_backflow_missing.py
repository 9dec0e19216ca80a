"""What our packages say of names that they lack."""


def missing(module, name):
    """The AttributeError that Python raises for such a name; a hint says that it may be us who lack it."""
    error = AttributeError(f"module '{module}' has no attribute '{name}'", name=name, obj=None)
    if not name.startswith("_"):
        error._backflow_hint = (
            f"Backflow's {module.partition('.')[0]} has no {module}.{name}; "
            "the original may have it."
        )
    return error
