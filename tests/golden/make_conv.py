#!/usr/bin/env python3
"""Writes the reference numbers of convolutions and transposed convolutions: tests/golden/conv.npz.

Runs where PyTorch is installed: python3 tests/golden/make_conv.py
The whole numbers of a case are stride, padding, dilation (height, width each) and groups; transposed ones have output
padding after the padding.
"""
import numpy as np
import torch
import torch.nn.functional as F
from golden import Golden



class Sixteenths:
    """Random numbers that are multiples of 1/16: sums of their products are short binary fractions, and the file stays small."""

    def __init__(self, rng):
        self.rng = rng

    def uniform(self, low, high, size):
        return np.round(self.rng.uniform(low, high, size) * 16) / 16


golden = Golden("conv.npz")
golden.rng = Sixteenths(golden.rng)


def conv2d(n, c, size, k, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=True):
    settings = [*stride, *padding, *dilation, groups]
    name = f"conv2d n{n} c{c} {size[0]}x{size[1]} k{k} {kernel[0]}x{kernel[1]} s{stride} p{padding} d{dilation} g{groups}".replace(", ", "-")
    shapes = [(n, c, *size), (k, c // groups, *kernel)] + ([(k,)] if bias else [])

    def run(x, w, *rest):
        return F.conv2d(x, w, rest[0] if bias else None, stride, padding, dilation, groups)

    golden.case(name + ("" if bias else " no bias"), run, *shapes, ints=[settings])


def tconv2d(n, c, size, k, kernel, stride=(1, 1), padding=(0, 0), extra=(0, 0), dilation=(1, 1), groups=1):
    settings = [*stride, *padding, *extra, *dilation, groups]
    name = f"conv-transpose2d n{n} c{c} {size[0]}x{size[1]} k{k} {kernel[0]}x{kernel[1]} s{stride} p{padding} o{extra} d{dilation} g{groups}".replace(", ", "-")

    def run(x, w, b, *_):
        return F.conv_transpose2d(x, w, b, stride, padding, extra, groups, dilation)

    golden.case(name, run, (n, c, *size), (c, k // groups, *kernel), (k,), ints=[settings])


for size in [2, 4, 5]:
    conv2d(2, 3, (7, 6), 5, (size, size))
for stride in [1, 2, 3]:
    for padding in [(0, 0), (2, 2), (1, 2)]:
        conv2d(1, 3, (8, 9), 4, (3, 3), (stride, stride), padding)
for dilation in [2, 3]:
    for groups in [1, 4]:
        conv2d(1, 4, (9, 10), 8, (3, 2), (1, 2), (1, 1), (dilation, dilation), groups)
for c, k, groups in [(1, 1, 1), (7, 9, 1), (17, 33, 1), (6, 4, 2), (12, 12, 12), (17, 17, 17), (5, 10, 5)]:
    conv2d(3, c, (5, 4), k, (3, 3), (1, 1), (1, 1), groups=groups, bias=c != 7)
    if c % 2:
        conv2d(2, c, (6, 5), k, (2, 3), (2, 1), (0, 1), groups=groups)
conv2d(1, 3, (19, 17), 10, (7, 7), (2, 2), (3, 3))
conv2d(2, 1, (9, 8), 6, (5, 5), (1, 1), (2, 2))
conv2d(1, 24, (6, 6), 20, (1, 1))
conv2d(2, 9, (6, 5), 16, (1, 1), (2, 2))
conv2d(1, 40, (4, 4), 3, (3, 3), (1, 1), (1, 1))
conv2d(1, 2, (4, 4), 3, (1, 4), (1, 1), (3, 5), (2, 3))
for stride in [1, 2, 3]:
    for padding, extra in [((0, 0), (0, 0)), ((1, 1), (0, 0)), ((1, 2), (stride - 1, 0))]:
        tconv2d(2, 3, (4, 5), 2, (3, 4), (stride, stride), padding, extra)
for groups in [1, 2, 4]:
    tconv2d(1, 4, (3, 4), 8, (3, 3), (2, 1), (1, 0), (1, 0), (1, 2), groups)
tconv2d(2, 6, (3, 3), 6, (3, 3), (2, 2), (1, 1), (1, 1), (1, 1), 6)
tconv2d(1, 2, (3, 2), 17, (2, 2), (3, 3))
tconv2d(1, 5, (2, 3), 3, (2, 3), (2, 3), (0, 1), (1, 2), (3, 2))
for stride, padding, dilation, groups in [(1, 0, 1, 1), (2, 1, 1, 1), (1, 2, 3, 2), (3, 2, 2, 1), (1, 1, 1, 4)]:
    golden.case(
        f"conv1d s{stride} p{padding} d{dilation} g{groups}",
        lambda x, w, b, *_: F.conv1d(x, w, b, stride, padding, dilation, groups),
        (2, 4, 13), (8, 4 // groups, 3), (8,), ints=[[stride, padding, dilation, groups]])
    golden.case(
        f"conv-transpose1d s{stride} p{padding} d{dilation} g{groups}",
        lambda x, w, b, *_: F.conv_transpose1d(x, w, b, stride, padding, stride - 1, groups, dilation),
        (2, 4, 7), (4, 8 // groups, 3), (8,), ints=[[stride, padding, stride - 1, dilation, groups]])
for size in [2, 3, 4]:
    golden.case(
        f"conv2d-same {size}", lambda x, w, *_: F.conv2d(x, w, None, 1, "same", (1, 2)), (1, 2, 6, 7), (3, 2, size, 4), ints=[[0]])
    golden.case(
        f"conv1d-same {size}", lambda x, w, *_: F.conv1d(x, w, None, 1, "same", 1), (2, 2, 7), (3, 2, size), ints=[[0]])

golden.save()
