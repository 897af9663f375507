#!/usr/bin/env python3
"""Writes the reference numbers of sparse layers, spectrograms and warps: tests/golden/sparse.npz.

Runs where PyTorch is installed: python3 tests/golden/make_sparse.py
"""
import numpy as np
import torch
from golden import Golden, flat, tag

golden = Golden("sparse.npz")
case = golden.case


def places(outputs, inputs, share, seed):
    """Places of a random mask, row after row."""
    return np.nonzero(np.random.default_rng(seed).random((outputs, inputs)) < share)


def dense(weights, rows, columns, outputs, inputs):
    return torch.zeros(outputs, inputs).index_put((rows, columns), weights)


for n, inputs, outputs, share in [(5, 7, 4, 0.4), (1, 3, 3, 0.6), (70, 4, 3, 0.5), (33, 5, 9, 0.1)]:
    rows, columns = places(outputs, inputs, share, n)
    shape = [np.array([inputs, outputs])]
    case(f"sparse-linear {tag((n, inputs))} {outputs}",
         lambda x, w, b, r, c, s: x @ dense(w, r, c, outputs, inputs).T + b, (n, inputs), (len(rows),), (outputs,), ints=(rows, columns, *shape))
    case(f"sparse-weights {tag((n, inputs))} {outputs}",
         lambda l, r, i, j, s: (l.T @ r)[i, j], (n, outputs), (n, inputs), ints=(rows, columns, *shape))

golden.save()
