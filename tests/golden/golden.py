"""What the make_*.py scripts share: cases with their PyTorch results and gradients, written into one npz file.

Each case holds its inputs (case/in0, ...), whole-number inputs after them (case/int0, ...), its result (case/out), the
weights of the result in the sum that is differentiated (case/weights) and the gradients of that sum (case/grad0,
...), all floats in float64. The tests run the case in float64 and float32. Never regenerate to make a test pass: a new
file must come from a new case or a new PyTorch, and the commit says which. New cases go to the end of a script: the
numbers of those above stay the same.
"""
import os
import numpy as np
import torch

torch.set_default_dtype(torch.float64)


class Golden:
    """One npz file of cases; the seed fixes every input."""

    def __init__(self, file, seed=20261121):
        self.file = file
        self.rng = np.random.default_rng(seed)
        self.arrays = {}

    def case(self, name, run, *shapes, low=-2.0, high=2.0, labels=None, ints=()):
        """Inputs of the given shapes drawn from [low, high), then whole-number arrays as they are given."""
        inputs = [torch.tensor(self.rng.uniform(low, high, shape), requires_grad=True) for shape in shapes]
        extra = []
        if labels is not None:
            self.arrays[f"{name}/labels"] = np.asarray(labels, dtype=np.int64)
            extra = [torch.tensor(labels)]
        for i, values in enumerate(ints):
            self.arrays[f"{name}/int{i}"] = np.asarray(values, dtype=np.int64)
            extra.append(torch.tensor(np.asarray(values, dtype=np.int64)))
        out = run(*inputs, *extra)
        weights = torch.tensor(self.rng.uniform(0.5, 1.5, tuple(out.shape)))
        grads = torch.autograd.grad((out * weights).sum(), inputs)
        for i, (x, g) in enumerate(zip(inputs, grads)):
            # Some of PyTorch's results lie first axis fastest; the tests read the other order.
            self.arrays[f"{name}/in{i}"] = np.array(x.detach().numpy(), order="C")
            self.arrays[f"{name}/grad{i}"] = np.array(g.numpy(), order="C")
        self.arrays[f"{name}/out"] = np.array(out.detach().numpy(), order="C")
        self.arrays[f"{name}/weights"] = weights.numpy()

    def save(self):
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), self.file)
        np.savez_compressed(path, **self.arrays)
        print(f"{len(self.arrays)} arrays, PyTorch {torch.__version__}, {os.path.getsize(path)} bytes: {self.file}")


def flat(*tensors):
    """Several results as one row of numbers."""
    return torch.cat([tensor.reshape(-1) for tensor in tensors])


def tag(*shapes):
    """2x3 4x5 for (2, 3), (4, 5)."""
    return " ".join("x".join(map(str, shape)) for shape in shapes)
