"""How tensors are printed.

Source: https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
"""

import json

from torch._calls import engine

_PROFILES = {
    "default": dict(precision=4, threshold=1000, edgeItems=3, lineWidth=80),
    "short": dict(precision=2, threshold=1000, edgeItems=2, lineWidth=80),
    "full": dict(precision=4, threshold=10**12, edgeItems=3, lineWidth=80),
}


def set_printoptions(
    precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None
):
    """Sets digits, summarising, width and scientific mode of all printing to come."""
    options = json.loads(engine.printOptions())
    if profile is not None:
        options.update(_PROFILES[profile])
    given = dict(
        precision=precision, threshold=threshold, edgeItems=edgeitems, lineWidth=linewidth
    )
    for name, value in given.items():
        if value is not None:
            options[name] = min(value, 10**12)
    options["scientific"] = sci_mode
    engine.setPrintOptions(json.dumps(options))
