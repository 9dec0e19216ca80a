"""What our packages say of names that they lack."""


def lacking(text, hint, name=None):
    """An AttributeError with the original's words alone; what Backflow adds is shown before the traceback."""
    error = AttributeError(text, name=name, obj=None)
    error._backflow_hint = hint
    return error


def missing(module, name):
    """The AttributeError that Python raises for such a name; a hint says that it may be us who lack it."""
    text = f"module '{module}' has no attribute '{name}'"
    if name.startswith("_"):
        return AttributeError(text, name=name, obj=None)
    package = module.partition(".")[0]
    return lacking(
        text, f"Backflow's {package} has no {module}.{name}; the original may have it.", name
    )
