"""What `print` shows for tensors of many kinds. Values are given, or a recipe for them where they are many."""

import math

import torch

from .encode import name_of, number, numbers

F32, F64, I64, BOOL = torch.float32, torch.float64, torch.int64, torch.bool
NAN, INF = math.nan, math.inf


def listed(name: str, values, dtype=F32, shape=None, requires_grad=False) -> dict:
    """A tensor from nested lists, or from a flat list and a shape."""
    made = torch.tensor(values, dtype=dtype)
    if shape is not None:
        made = made.reshape(shape)
    made.requires_grad_(requires_grad)
    source = {"values": numbers(made.flatten().tolist(), dtype)}
    return entry(name, made, source)


def ramp(name: str, start: float, step: float, shape: tuple, dtype=F32, requires_grad=False) -> dict:
    """`start + step * i` in double precision, for tensors too large to be written out."""
    count = math.prod(shape)
    made = torch.tensor([start + step * i for i in range(count)], dtype=dtype).reshape(shape)
    made.requires_grad_(requires_grad)
    return entry(name, made, {"ramp": [start, step]})


def entry(name: str, made: torch.Tensor, source: dict) -> dict:
    return {
        "name": name,
        "shape": list(made.shape),
        "dtype": name_of(made.dtype),
        "requiresGrad": made.requires_grad,
        **source,
        "text": str(made),
    }


def numbers_alone() -> list:
    scalars = [
        *(2, -3, 0, -0.0, 0.5, 1.23456789, 1e-4, 9.9e-5, 1e-5, 1e-45, 12345.678, 99999999.0, 1e8, 1.00000008e8, 3e8),
        *(3.4e38, 1e30, -1.5e-7, 16777216, 123456.5, 0.1, 2 / 3, NAN, INF, -INF),
        *(0.03125, 0.09375, 1.00005, 2.00015, 0.00005, 0.99995, 9.99995, 0.12345, -0.03125),
    ]
    doubles = [0.1, 1 / 3, 1e-300, 1e300, 1.00005, 1e21, 2.5e22, 123456789012.0, 0.03125, -0.0]
    return [
        *(listed(f"float32 {value!r}", value) for value in scalars),
        *(listed(f"float64 {value!r}", value, F64) for value in doubles),
        *(listed(f"int64 {value}", value, I64) for value in (0, 7, -12, 2**53)),
        listed("bool True", True, BOOL),
        listed("bool False", False, BOOL),
    ]


def vectors() -> list:
    return [
        listed("whole numbers", [1, 2, 3]),
        listed("whole numbers of several widths", [1, -20, 300]),
        listed("fractions", [1.5, -2.25, 0.125]),
        listed("wide range goes scientific", [1e-3, 1.5, 2e3]),
        listed("wide range of whole numbers goes scientific", [1, 2000]),
        listed("ratio of exactly 1000", [1, 1000]),
        listed("tiny fraction goes scientific", [0.5, 5e-5]),
        listed("whole numbers above 1e8", [1e8, 2e8]),
        listed("nan and infinities among whole numbers", [1, NAN, INF, -INF]),
        listed("nan and infinities among fractions", [0.5, NAN, INF, -INF, -1234.5]),
        listed("nan in scientific", [1e-9, NAN, -INF, 1]),
        listed("nan alone", [NAN, NAN]),
        listed("infinities alone", [INF, -INF]),
        listed("zeros", [0, -0.0, 0]),
        listed("minus zero among fractions", [-0.0, 0.5]),
        listed("zero in scientific", [0, -0.0, 1e-6, 1]),
        listed("ties to even", [0.03125, 0.09375, 0.15625, -0.03125]),
        listed("ties in scientific", [1.00005e10, 1.00015e10, 100005, 0.5]),
        listed("rounds up to another width", [9.99996, 0.5]),
        listed("floats that look like doubles", [0.1, 0.2, 0.3]),
        listed("float64", [0.1, -2.5], F64),
        listed("float64 whole", [1, 2], F64),
        listed("float64 scientific", [1e-12, 1e12], F64),
        listed("int64", [1, -20, 300], I64),
        listed("int64 large", [10**12, -1], I64),
        listed("bool", [True, False], BOOL),
        listed("bool, only True", [True, True], BOOL),
        listed("bool, only False", [False], BOOL),
        listed("requires grad", [1, 2.5], requires_grad=True),
        listed("float64 requires grad", [1, 2.5], F64, requires_grad=True),
        listed("one element", [4]),
    ]


def shapes() -> list:
    return [
        listed("matrix", [[1, 2], [3, 4]]),
        listed("matrix with columns that line up", [[1, -22.5], [333, 0.25]]),
        listed("matrix scientific", [[1e-7, 1], [NAN, -1e7]]),
        listed("matrix requires grad", [[1, 2], [3, 4]], requires_grad=True),
        listed("matrix of one element", [[5]]),
        listed("three dimensions", [1, 2, 3, 4, 5, 6, 7, 8], shape=(2, 2, 2)),
        listed("three dimensions float64", [0.5] * 6, F64, shape=(3, 1, 2)),
        listed("four dimensions", list(range(16)), shape=(2, 2, 2, 2)),
        listed("four dimensions int64", list(range(8)), I64, shape=(1, 2, 2, 2)),
        listed("bool matrix", [[True, False], [False, False]], BOOL),
        listed("empty", []),
        listed("empty float64", [], F64),
        listed("empty int64", [], I64),
        listed("empty bool", [], BOOL),
        listed("empty requires grad", [], requires_grad=True),
        listed("empty 0 by 3", [], shape=(0, 3)),
        listed("empty 2 by 0", [], shape=(2, 0)),
        listed("empty 2 by 0 float64 requires grad", [], F64, shape=(2, 0), requires_grad=True),
    ]


def lines() -> list:
    """Lines wrap at 80 columns, and a suffix that doesn't fit goes on its own line."""
    return [
        *(ramp(f"{n} whole numbers", 0, 1, (n,)) for n in (9, 17, 18, 19, 100)),
        *(ramp(f"{n} fractions", 0.5, 0.25, (n,)) for n in (7, 8, 9, 10, 11, 40)),
        *(ramp(f"{n} whole, requires grad", 1, 1, (n,), requires_grad=True) for n in range(8, 20)),
        *(ramp(f"{n} fractions, float64", 0.5, 0.5, (n,), F64) for n in range(4, 10)),
        *(ramp(f"{n} fractions, float64, requires grad", 0.5, 1, (n,), F64, True) for n in range(1, 9)),
        ramp("wide matrix", 0, 0.5, (2, 20)),
        ramp("wide matrix in three dimensions", 0, 1, (2, 2, 30)),
        ramp("long scientific", 1e-9, 1e-3, (30,)),
        ramp("long negative", -20, 1, (40,)),
        ramp("int64, 40", -20, 1, (40,), I64),
        ramp("linspace of the lab", -10, 20 / 9, (10,)),
        ramp("linspace of the lab, requires grad", -10, 20 / 9, (10,), requires_grad=True),
    ]


def summaries() -> list:
    """Over 1,000 elements only the edges are shown, and only they choose the format."""
    return [
        ramp("1000 elements are shown", 0, 1, (1000,)),
        ramp("1001 elements are summarised", 0, 1, (1001,)),
        ramp("1001 fractions", -10, 20 / 1000, (1001,)),
        ramp("1000 by 2", 0, 0.5, (1000, 2)),
        ramp("2 by 1000", 0, 0.5, (2, 1000)),
        ramp("6 by 200", 0, 1, (6, 200)),
        ramp("7 by 200", 0, 1, (7, 200)),
        ramp("200 by 6", 0, 1, (200, 6)),
        ramp("40 by 40, requires grad", 0, 1, (40, 40), requires_grad=True),
        ramp("11 by 11 by 11", 0, 1, (11, 11, 11)),
        ramp("2 by 3 by 400", 0, 0.125, (2, 3, 400), F64),
        ramp("8 by 8 by 5 by 5", -800, 1, (8, 8, 5, 5)),
        ramp("int64, 5000", 0, 7, (5000,), I64),
        ramp("100000 elements, scientific edges", 1e-8, 1, (100000,)),
    ]


def fixtures() -> list:
    return [*numbers_alone(), *vectors(), *shapes(), *lines(), *summaries()]


def formatted() -> list:
    """Numbers as Python formats them: four digits, ties and all magnitudes."""
    random = torch.Generator().manual_seed(1)
    spread = torch.rand(60, generator=random, dtype=F64) * 2 - 1
    powers = torch.randint(-30, 30, (60,), generator=random)
    scattered = [value * 10.0**power for value, power in zip(spread.tolist(), powers.tolist())]
    ties = [k / 2**n for n in (5, 6, 9) for k in range(1, 24, 2)]
    halves = [0.5, 1.5, 2.5, -2.5, 1e15 + 0.5, 12345.5, 100000.5, 1.00005e15, 10000.5e4]
    edges = [0.0, -0.0, 5e-324, 1.7976931348623157e308, 1e21, 1e22, -1e23, 9.99995, 99999.5, 0.99999]
    return [
        {"value": number(value), "fixed": f"{value:.4f}", "whole": f"{value:.0f}", "scientific": f"{value:.4e}"}
        for value in [*scattered, *ties, *halves, *edges]
    ]
