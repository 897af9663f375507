#!/usr/bin/env python3
"""Writes the reference numbers of the elementwise operations, sums and products: tests/golden/ops.npz.

Runs where PyTorch is installed: python3 tests/golden/make_ops.py
"""
import torch
import torch.nn.functional as F
from golden import Golden

golden = Golden("ops.npz")
case = golden.case

for size in [(1,), (7,), (3, 5), (2, 3, 4)]:
    tag = "x".join(map(str, size))
    case(f"exp {tag}", torch.exp, size)
    case(f"log {tag}", torch.log, size, low=0.1, high=4.0)
    case(f"sqrt {tag}", torch.sqrt, size, low=0.1, high=4.0)
    case(f"relu {tag}", torch.relu, size)
    case(f"sigmoid {tag}", torch.sigmoid, size, low=-8.0, high=8.0)
    case(f"tanh {tag}", torch.tanh, size, low=-4.0, high=4.0)
    case(f"softmax {tag}", lambda x: torch.softmax(x, -1), size)
    case(f"log-softmax {tag}", lambda x: torch.log_softmax(x, 0), size)
    case(f"sum {tag}", lambda x: x.sum(0), size)
    case(f"mean {tag}", lambda x: x.mean(-1, keepdim=True), size)
for a, b in [((33,), (33,)), ((3, 17), (17,)), ((3, 1), (1, 5)), ((2, 3, 4), (3, 1))]:
    tag = f"{'x'.join(map(str, a))} {'x'.join(map(str, b))}"
    case(f"add {tag}", torch.add, a, b)
    case(f"subtract {tag}", torch.sub, a, b)
    case(f"multiply {tag}", torch.mul, a, b)
    case(f"divide {tag}", torch.div, a, b, low=0.5, high=2.0)
for m, k, n in [(1, 1, 1), (5, 3, 4), (7, 13, 33), (64, 100, 32)]:
    case(f"matmul {m} {k} {n}", torch.matmul, (m, k), (k, n))
    case(f"linear {m} {k} {n}", F.linear, (m, k), (n, k), (n,))
for rows, classes in [(1, 2), (4, 3), (17, 10)]:
    labels = [(7 * n + 2) % classes for n in range(rows)]
    case(f"cross-entropy {rows} {classes}", F.cross_entropy, (rows, classes), low=-6.0, high=6.0, labels=labels)
for size in [(1,), (7,), (3, 5), (2, 3, 4)]:
    tag = "x".join(map(str, size))
    case(f"abs {tag}", torch.abs, size)
    case(f"square {tag}", torch.square, size)
    case(f"reciprocal {tag}", torch.reciprocal, size, low=0.5, high=2.0)
    case(f"cube {tag}", lambda x: torch.pow(x, 3), size)
    case(f"power-2.5 {tag}", lambda x: torch.pow(x, -2.5), size, low=0.5, high=2.0)
    case(f"sin {tag}", torch.sin, size, low=-9.0, high=9.0)
    case(f"cos {tag}", torch.cos, size, low=-9.0, high=9.0)
    case(f"expm1 {tag}", torch.expm1, size)
    case(f"log1p {tag}", torch.log1p, size, low=-0.9, high=4.0)
    case(f"softplus {tag}", F.softplus, size, low=-8.0, high=8.0)
    case(f"log-sigmoid {tag}", F.logsigmoid, size, low=-8.0, high=8.0)
    case(f"silu {tag}", F.silu, size, low=-6.0, high=6.0)
    case(f"gelu {tag}", F.gelu, size, low=-6.0, high=6.0)
    case(f"softsign {tag}", F.softsign, size)
    case(f"leaky-relu {tag}", lambda x: F.leaky_relu(x, 0.1), size)
    case(f"elu {tag}", F.elu, size, low=-4.0, high=4.0)
    case(f"selu {tag}", F.selu, size, low=-4.0, high=4.0)
    case(f"relu6 {tag}", F.relu6, size, low=-3.0, high=9.0)
    case(f"hard-tanh {tag}", F.hardtanh, size)
    # Not F.hardsigmoid: its gradient is 1/6 rounded to float32 (off by 3e-8) even for float64 inputs.
    case(f"hard-sigmoid {tag}", lambda x: torch.clamp(x / 6 + 0.5, 0, 1), size, low=-5.0, high=5.0)
    case(f"clamp {tag}", lambda x: torch.clamp(x, -0.5, 1.0), size)
for a, b in [((33,), (33,)), ((3, 17), (17,)), ((2, 3, 4), (3, 1))]:
    tag = f"{'x'.join(map(str, a))} {'x'.join(map(str, b))}"
    case(f"maximum {tag}", torch.maximum, a, b)
    case(f"minimum {tag}", torch.minimum, a, b)
case("prelu 5x7", F.prelu, (5, 7), (1,))

for size in [(1,), (7,), (3, 5), (2, 3, 4)]:
    tag = "x".join(map(str, size))
    case(f"negate {tag}", torch.neg, size)
    case(f"sign {tag}", torch.sign, size)
    case(f"step {tag}", lambda x: torch.heaviside(x.detach(), torch.tensor(1.0)) + 0 * x, size)
    case(f"lecun-tanh {tag}", lambda x: 1.716 * torch.tanh(2 * x / 3), size)
    case(f"normal-cdf {tag}", torch.special.ndtr, size)
    case(f"clone {tag}", torch.clone, size)
    case(f"flip {tag}", lambda x: torch.flip(x, (0,)), size)
    case(f"roll {tag}", lambda x: torch.roll(x, 2, 0), size)
    case(f"flatten {tag}", torch.flatten, size)
for a, b in [((33,), (33,)), ((3, 17), (17,)), ((2, 3, 4), (3, 1))]:
    tag = f"{'x'.join(map(str, a))} {'x'.join(map(str, b))}"
    case(f"xlogy {tag}", torch.xlogy, a, b, low=0.2, high=3.0)
for size in [(3, 5), (2, 3, 4)]:
    tag = "x".join(map(str, size))
    case(f"pad {tag}", lambda x: F.pad(x, (1, 2, 0, 3), value=0.5), size)
    case(f"transpose {tag}", lambda x: x.transpose(-2, -1), size)
    case(f"expand {tag}", lambda x: x.unsqueeze(0).expand(3, *x.shape), size)
    case(f"slice {tag}", lambda x: x[1:, ..., 1:3], size)
    case(f"concat {tag}", lambda x, y: torch.cat([x, y, x], -1), size, size)
    case(f"stack {tag}", lambda x, y: torch.stack([x, y], 1), size, size)
for b, m, k, n in [(1, 1, 1, 1), (3, 5, 2, 4), (2, 7, 13, 17)]:
    case(f"batch-matmul {b} {m} {k} {n}", torch.bmm, (b, m, k), (b, k, n))

golden.save()
