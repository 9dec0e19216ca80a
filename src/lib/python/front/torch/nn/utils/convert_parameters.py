"""Parameters as one vector and back.

Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
"""

import torch


def parameters_to_vector(parameters):
    """All parameters one after the other, a tensor of one dimension with their history.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
    """
    return torch.cat([parameter.view(-1) for parameter in parameters])


def vector_to_parameters(vec, parameters):
    """Gives parts of a vector to the parameters, in order. Raises TypeError for what is no tensor.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.vector_to_parameters.html
    """
    if not isinstance(vec, torch.Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {torch.typename(vec)}")
    start = 0
    for parameter in parameters:
        size = parameter.numel()
        parameter.data = vec[start : start + size].view_as(parameter).data
        start += size
