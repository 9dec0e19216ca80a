"""Sequences of different lengths in one tensor.

Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html
"""

import torch
from _backflow_missing import missing


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    """Sequences of shape (L_i, …) as one tensor (max L, N, …), or with `batch_first` (N, max L, …).

    Raises RuntimeError for another side than left and right.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html
    """
    if padding_side not in ("left", "right"):
        raise RuntimeError("padding_side should be either \"right\" or \"left\"")
    sequences = list(sequences)
    longest = max(sequence.size(0) for sequence in sequences)
    rows = []
    for sequence in sequences:
        shape = (longest - sequence.size(0), *sequence.shape[1:])
        if shape[0] > 0:
            filler = torch.full(shape, padding_value, dtype=sequence.dtype)
            parts = [filler, sequence] if padding_side == "left" else [sequence, filler]
            sequence = torch.cat(parts)
        rows.append(sequence)
    return torch.stack(rows, 0 if batch_first else 1)


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    """Undoes `pad_sequence` for sequences of these lengths.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpad_sequence.html
    """
    batch = padded_sequences if batch_first else padded_sequences.transpose(0, 1)
    return [row[: int(length)] for row, length in zip(batch, lengths)]


def __getattr__(name):
    raise missing("torch.nn.utils.rnn", name)
