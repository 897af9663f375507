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

golden.save()
