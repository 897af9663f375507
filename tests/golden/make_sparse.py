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


# Power laws: the most likely exponent of a tail, by its definition.
from scipy.optimize import minimize_scalar
from scipy.special import zeta

tail = np.random.default_rng(3).zipf(2.5, 400)
golden.arrays["power-law/degrees"] = tail
for start in (1, 3):
    part = tail[tail >= start]
    best = minimize_scalar(lambda a: len(part) * np.log(zeta(a, start)) + a * np.log(part).sum(), bounds=(1.01, 12), method="bounded", options={"xatol": 1e-10})
    golden.arrays[f"power-law/exponent{start}"] = np.array([best.x])
    counts = np.arange(start, part.max() + 1)
    law = np.cumsum(counts ** -best.x) / zeta(best.x, start)
    data = np.array([(part <= k).mean() for k in counts])
    golden.arrays[f"power-law/distance{start}"] = np.array([np.abs(law - data)[np.isin(counts, part)].max()])
golden.arrays["power-law/zeta"] = np.array([[a, k, zeta(a, k)] for a in (1.05, 2.0, 3.5, 9.0) for k in (1, 2, 17, 1000)])

golden.save()
