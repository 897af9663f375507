#!/usr/bin/env python3
"""Writes the reference numbers of choosing, running results, order and parts of matrices: tests/golden/select.npz.

Runs where PyTorch is installed: python3 tests/golden/make_select.py
"""
import numpy as np
import torch
from golden import Golden, flat, tag

golden = Golden("select.npz")
case = golden.case
SHAPES = [(7,), (1,), (3, 5), (2, 3, 4)]


def some(shape, size, seed=5):
    """Indices below size, with repeats."""
    return np.random.default_rng(seed).integers(0, size, shape)


def ordered(result):
    """Values of a result of values and positions, and the positions as numbers of no gradient."""
    return flat(result[0], result[1].double())


for shape in SHAPES:
    t = tag(shape)
    mask = some(shape, 2, 3)
    case(f"where {t}", lambda x, y, c: torch.where(c == 1, x, y), shape, shape, ints=(mask,))
    case(f"masked-fill {t}", lambda x, c: x.masked_fill(c == 1, 0.75), shape, ints=(mask,))
    case(f"masked-select {t}", lambda x, c: torch.masked_select(x, c == 1), shape, ints=(mask,))
    case(f"compare {t}", lambda x, y: flat(*(f(x, y).double() + 0 * x for f in (torch.gt, torch.ge, torch.lt, torch.le, torch.eq, torch.ne))) + 0 * y.sum(), shape, shape)
    for axis in range(len(shape)) if len(shape) < 3 else (1,):
        n = f"{t} {axis}"
        k = [axis]
        case(f"cumsum {n}", lambda x, a: torch.cumsum(x, axis), shape, ints=(k,))
        case(f"cumprod {n}", lambda x, a: torch.cumprod(x, axis), shape, ints=(k,))
        case(f"cummax {n}", lambda x, a: ordered(torch.cummax(x, axis)), shape, ints=(k,))
        case(f"cummin {n}", lambda x, a: ordered(torch.cummin(x, axis)), shape, ints=(k,))
        case(f"log-cumsum-exp {n}", lambda x, a: torch.logcumsumexp(x, axis), shape, low=-30.0, high=30.0, ints=(k,))
        case(f"prod {n}", lambda x, a: torch.prod(x, axis), shape, ints=(k,))
        case(f"sort {n}", lambda x, a: ordered(torch.sort(x, dim=axis, stable=True)), shape, ints=(k,))
        case(f"sort-descending {n}", lambda x, a: ordered(torch.sort(x, axis, True)), shape, ints=(k,))
        top = (shape[axis] + 1) // 2
        case(f"topk {n}", lambda x, a, c: ordered(torch.topk(x, top, axis)), shape, ints=(k, [top]))
        case(f"topk-smallest {n}", lambda x, a, c: ordered(torch.topk(x, top, axis, largest=False)), shape, ints=(k, [top]))
        case(f"kth-value {n}", lambda x, a, c: ordered(torch.kthvalue(x, top, axis)), shape, ints=(k, [top]))
        case(f"median {n}", lambda x, a: torch.quantile(x, 0.5, axis), shape, ints=(k,))
        case(f"quantile {n}", lambda x, a: flat(*(torch.quantile(x, q, axis, keepdim=True) for q in (0.0, 0.1, 0.37, 0.75, 1.0))), shape, ints=(k,))
        case(f"arg-best {n}", lambda x, a: flat(x.argmax(axis).double(), x.argmin(axis).double(), x.argmax().double(), x.argmin().double()) + 0 * x.sum(), shape, ints=(k,))
        case(f"index-select {n}", lambda x, a, i: torch.index_select(x, axis, i), shape, ints=(k, some(5, shape[axis])))
        small = tuple(max(1, s - 1) if d != axis else s + 2 for d, s in enumerate(shape))
        index = some(small, shape[axis])
        case(f"take-along-axis {n}", lambda x, a, i: torch.gather(x, axis, i), shape, ints=(k, index))
        # PyTorch gives a longer source no gradient, so it is cut first.
        source = tuple(s + 1 for s in small)
        case(f"scatter-add {n}", lambda x, y, a, i: torch.scatter_add(x, axis, i, y[tuple(slice(0, s) for s in i.shape)]), shape, source, ints=(k, index))
        # Each place once: PyTorch's scatter is only defined there.
        rows = np.argsort(np.random.default_rng(9).random(shape), axis)
        case(f"scatter {n}", lambda x, y, a, i: torch.scatter(x, axis, i, y), shape, shape, ints=(k, rows))
        case(f"diff {n}", lambda x, a: torch.diff(x, dim=axis), shape, ints=(k,))
    case(f"prod-all {t}", torch.prod, shape)
    case(f"best-all {t}", lambda x: flat(x.max(), x.min()), shape)
    case(f"rounding {t}", lambda x: flat(x.floor(), x.ceil(), x.round(), x.trunc(), x.frac()), shape, low=-5.0, high=5.0)
    case(f"remainder {t}", torch.remainder, shape, shape, low=-5.0, high=5.0)
    case(f"floor-divide {t}", lambda x, y: torch.floor_divide(x.detach(), y.detach()) + 0 * (x + y), shape, shape, low=-5.0, high=5.0)
    case(f"tile {t}", lambda x: x.repeat(*([2, 3, 1, 2][: len(shape) + 1])), shape)
    case(f"repeat-interleave {t}", lambda x: flat(torch.repeat_interleave(x, 3, 0), torch.repeat_interleave(x, torch.arange(shape[0]), 0)), shape)
    case(f"nonzero {t}", lambda x, c: torch.nonzero(c).double() + 0 * x.sum(), shape, ints=(mask,))
    edges = [-1.5, -0.25, 0.5, 1.0]
    case(f"bucketize {t}", lambda x: flat(torch.bucketize(x, torch.tensor(edges)).double(), torch.bucketize(x, torch.tensor(edges), right=True).double()) + 0 * x.sum(), shape)
    case(f"histogram {t}", lambda x: flat(*torch.histogram(x.detach(), 5)) + 0 * x.sum(), shape)

# Zeros, one and several in a run, are what a product's gradient must get right without dividing.
ZEROS = [[1, 0, 1, 1, 0], [1, 1, 0, 1, 1], [0, 1, 1, 1, 1], [1, 1, 1, 1, 1]]
for axis in (0, 1):
    case(f"cumprod-zeros {axis}", lambda x, a, z: torch.cumprod(x * z, axis), (4, 5), ints=([axis], ZEROS))
    case(f"prod-zeros {axis}", lambda x, a, z: torch.prod(x * z, axis), (4, 5), ints=([axis], ZEROS))
for shape in [(1, 1), (3, 5), (5, 3), (2, 4, 4)]:
    for k in (-2, -1, 0, 1, 3):
        n = f"{tag(shape)} {k}"
        case(f"tril {n}", lambda x, d: torch.tril(x, k), shape, ints=([k],))
        case(f"triu {n}", lambda x, d: torch.triu(x, k), shape, ints=([k],))
        if abs(k) < 2:
            case(f"diagonal {n}", lambda x, d: torch.diagonal(x, k, -2, -1), shape, ints=([k],))
for size in (1, 4):
    for k in (-1, 0, 2):
        case(f"diag {size} {k}", lambda x, d: torch.diag(x, k), (size,), ints=([k],))
case("meshgrid 3 4", lambda x, y: flat(*torch.meshgrid(x, y, indexing="ij")), (3,), (4,))
case("meshgrid 2 1", lambda x, y: flat(*torch.meshgrid(x, y, indexing="ij")), (2,), (1,))
case("search-sorted 2x5 2x3", lambda s, v: flat(torch.searchsorted(s.sort().values, v).double(), torch.searchsorted(s.sort().values, v, right=True).double()) + 0 * (s.sum() + v.sum()), (2, 5), (2, 3))

# Whole numbers alone: one float beside them keeps the form of a case.
WHOLE = [[7, -7, 7, -7, 0, 9], [3, 3, -3, -3, 5, -9]]
case("whole-arithmetic 6", lambda x, a, b: flat((a + b).double(), (a - b).double(), (a * b).double(), (a // b).double(), (a % b).double(), a.sum().double()) + 0 * x, (1,), ints=tuple(WHOLE))
case("whole-bytes 6", lambda x, a, b: flat(*(f(a.to(torch.uint8), b.to(torch.uint8)).double() for f in (torch.add, torch.sub, torch.mul, torch.floor_divide, torch.remainder))) + 0 * x, (1,), ints=([250, 3, 17, 255, 0, 128], [10, 5, 16, 255, 7, 3]))
case("unique 9", lambda x, a: flat(*(part.double() for part in torch.unique(a, return_inverse=True, return_counts=True))) + 0 * x, (1,), ints=([5, -2, 5, 0, 0, 7, -2, 5, 9],))
case("bincount 6", lambda x, a: flat(torch.bincount(a).double(), torch.bincount(a, minlength=9).double()) + 0 * x, (1,), ints=([0, 3, 3, 1, 5, 3],))
case("whole-cumulative 2x3", lambda x, a: flat(a.cumsum(1).double(), a.cumprod(0).double(), a.prod().double(), a.cummax(1).values.double(), a.sort(0).values.double()) + 0 * x, (1,), ints=([[3, -1, 2], [2, 2, -5]],))
case("made 1", lambda x: flat(torch.eye(3, 4), torch.linspace(-1, 2, 7), torch.logspace(-1, 2, 5), torch.arange(3.0, 11.0, 2.5)) + 0 * x, (1,))

# Some gradients come back first axis fastest.
golden.arrays = {key: np.array(values, order="C") for key, values in golden.arrays.items()}
golden.save()
