"""Functions that draw random tensors and are no operation of the registry.

Source: https://pytorch.org/docs/stable/torch.html#random-sampling
"""

from torch import _functions, _types
from torch._calls import ask, engine
from torch._tensor import Tensor
from torch.random import bernoulli_, default_generator, drawn, exponential_


def normal(
    mean,
    std=1.0,
    size=None,
    *,
    generator=None,
    dtype=None,
    device=None,
    requires_grad=False,
    **options,
):
    """Normal numbers with this mean and standard deviation: numbers with a size, or tensors.

    Raises RuntimeError for a negative standard deviation.
    Source: https://pytorch.org/docs/stable/generated/torch.normal.html
    """
    if isinstance(std, Tensor):
        if bool((std < 0).any()):
            raise RuntimeError("normal expects all elements of std >= 0.0")
    elif std < 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    if size is None:
        tensors = [one for one in (mean, std) if isinstance(one, Tensor)]
        size = _functions.broadcast_shapes(*(one.shape for one in tensors))
        dtype = dtype or tensors[0].dtype
    made = drawn("normal", tuple(size), dtype or _types.float32, generator) * std + mean
    return made.detach().requires_grad_() if requires_grad else made


def bernoulli(input, p=None, *, generator=None):
    """Ones with the probabilities that the elements say, or `p`.

    Source: https://pytorch.org/docs/stable/generated/torch.bernoulli.html
    """
    chances = input.detach() if p is None else p
    return bernoulli_(input.detach().clone(), chances, generator)


def _require_weights(input, num_samples, replacement):
    if not isinstance(input, Tensor):
        raise TypeError(
            "multinomial(): argument 'input' (position 1) must be Tensor, "
            f"not {type(input).__name__}"
        )
    if not 0 < input.ndim <= 2:
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if not input.is_floating_point():
        title = input.dtype._title
        raise RuntimeError(
            f"multinomial only supports floating-point dtypes for input, got: {title}"
        )
    if num_samples <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and num_samples > input.size(-1):
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )


def multinomial(input, num_samples, replacement=False, *, generator=None):
    """Places drawn by weights: num_samples of them of each row, each once without `replacement`.

    `input` has shape (n,) or (m, n) and need not add up to 1. Raises RuntimeError for weights that
    are negative, infinite or all 0, and for more places than there are.
    Source: https://pytorch.org/docs/stable/generated/torch.multinomial.html
    """
    _require_weights(input, num_samples, replacement)
    weights = input.detach()
    shape = (*weights.shape[:-1], num_samples)
    if replacement:
        source = (generator or default_generator)._generator
        places = ask(engine.multinomial, weights._t, num_samples, source)
        return _functions._ints_of(places, shape)
    if not bool(((weights.max() < float("inf")) & (weights.min() >= 0)).item()):
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
    if bool((weights.sum(-1) == 0).any()):
        raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")
    # The largest of weights over exponential numbers falls on each place by its weight.
    races = weights / exponential_(weights.clone(), 1.0, generator)
    if num_samples == 1:
        return races.argmax(-1, keepdim=True)
    return races.topk(num_samples).indices


NAMES = "normal bernoulli multinomial".split()
METHODS = "bernoulli multinomial".split()
