#!/usr/bin/env python3
"""Writes the reference numbers of whole layers: tests/golden/layers.npz.

Each layer is torch.nn's own, with weights drawn here: its result and gradients (of the input and of every parameter) as
in training, its state afterwards, and its result in use where that is another. What torch.nn has not is written out as a module. A state's
names are PyTorch's. Runs where PyTorch is installed: python3 tests/golden/make_layers.py
"""
import math
import os
import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261122)
arrays = {}


def case(name, layer, shape, low=-2.0, high=2.0, whole=None):
    """Runs a layer whose parameters are drawn from [-1, 1); `whole` gives an input of whole numbers instead of floats."""
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.tensor(rng.uniform(-1.0, 1.0, tuple(parameter.shape))))
    for key, value in layer.state_dict().items():
        arrays[f"{name}/state/{key}"] = value.numpy().copy()
    if whole is None:
        x = torch.tensor(rng.uniform(low, high, shape), requires_grad=True)
        arrays[f"{name}/in"] = x.detach().numpy().copy()
    else:
        x = torch.tensor(np.asarray(whole, dtype=np.int64))
        arrays[f"{name}/in"] = x.numpy().copy()
    run = lambda: (lambda y: y[0] if isinstance(y, tuple) else y)(layer(x))
    layer.train()
    out = run()
    weights = torch.tensor(rng.uniform(0.5, 1.5, tuple(out.shape)))
    (out * weights).sum().backward()
    arrays[f"{name}/out"] = np.array(out.detach().numpy(), order="C")
    arrays[f"{name}/weights"] = weights.numpy()
    if whole is None:
        arrays[f"{name}/grad"] = np.array(x.grad.numpy(), order="C")
    for key, parameter in layer.named_parameters():
        arrays[f"{name}/grad/{key}"] = np.array(parameter.grad.numpy(), order="C")
    for key, value in layer.named_buffers():
        arrays[f"{name}/after/{key}"] = value.numpy().copy()
    layer.eval()
    with torch.no_grad():
        use = np.array(run().numpy(), order="C")
    if not np.array_equal(use, arrays[f"{name}/out"]):
        arrays[f"{name}/use"] = use


class SelfAttention(nn.MultiheadAttention):
    """Every step attends to all, or to itself and the earlier ones."""

    def __init__(self, size, heads, causal):
        super().__init__(size, heads, batch_first=True)
        self.causal = causal

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if self.causal else None
        return super().forward(x, x, x, attn_mask=mask)[0]


class Positions(nn.Module):
    """Vaswani et al., 2017, section 3.5."""

    def forward(self, x):
        place = torch.arange(x.shape[1]).reshape(-1, 1).double()
        number = torch.arange(x.shape[2])
        angle = place / 10000 ** (2 * (number // 2) / x.shape[2])
        return x + torch.where(number % 2 == 0, angle.sin(), angle.cos())


class Subsampling(nn.Module):
    """LeNet's: the mean of a window times a weight plus a bias, one of each a map, through tanh."""

    def __init__(self, maps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(maps))
        self.bias = nn.Parameter(torch.zeros(maps))

    def forward(self, x):
        return torch.tanh(nn.functional.avg_pool2d(x, 2) * self.weight.reshape(-1, 1, 1) + self.bias.reshape(-1, 1, 1))


class LengthAndDirection(nn.Module):
    """Salimans and Kingma, 2016: w = g v / |v| for each row."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.direction = nn.Parameter(torch.ones(outputs, inputs))
        self.length = nn.Parameter(torch.ones(outputs))

    def forward(self, x):
        w = self.direction * (self.length / self.direction.norm(dim=1)).reshape(-1, 1)
        return nn.functional.linear(x, w, self.bias)


class PoolAndBack(nn.Module):
    """The largest of each window, put back where it stood."""

    def forward(self, x):
        y, places = nn.functional.max_pool2d(x, 2, return_indices=True)
        return nn.functional.max_unpool2d(y, places, 2)


case("Linear", nn.Linear(3, 5), (4, 3))
case("Linear no bias", nn.Linear(4, 2, bias=False), (7, 4))
case("Conv1d", nn.Conv1d(3, 5, 3, stride=2, padding=1), (2, 3, 9))
case("Conv1d grouped", nn.Conv1d(4, 6, 2, dilation=2, groups=2, bias=False), (3, 4, 8))
case("Conv2d", nn.Conv2d(3, 8, 3, padding=1), (2, 3, 7, 6))
case("Conv2d grouped", nn.Conv2d(4, 8, (3, 2), stride=(2, 1), dilation=(1, 2), groups=4), (1, 4, 6, 5))
case("ConvTranspose1d", nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1), (2, 3, 5))
case("ConvTranspose2d", nn.ConvTranspose2d(4, 6, 3, stride=2, groups=2), (2, 4, 4, 5))
case("MaxPool1d", nn.MaxPool1d(3, stride=2, padding=1), (2, 3, 9))
case("MaxPool2d", nn.MaxPool2d(3, stride=2, ceil_mode=True), (2, 3, 8, 7))
case("AvgPool1d", nn.AvgPool1d(3, stride=2, padding=1), (2, 3, 9))
case("AvgPool2d", nn.AvgPool2d(2, count_include_pad=False, padding=1), (2, 3, 7, 6))
case("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((3, 2)), (2, 3, 7, 5))
case("L2Pool2d", nn.LPPool2d(2, 2), (2, 3, 6, 4), low=0.5)
case("MaxUnpool2d", PoolAndBack(), (2, 3, 6, 4))
case("TrainableSubsampling", Subsampling(3), (2, 3, 6, 4))
case("Upsample", nn.Upsample(scale_factor=2), (2, 3, 3, 4))
case("Upsample bilinear", nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False), (2, 3, 3, 4))
case("PixelShuffle", nn.PixelShuffle(2), (2, 8, 3, 4))
case("Unfold", nn.Unfold(3, padding=1, stride=2), (2, 3, 6, 5))
case("Fold", nn.Fold((3, 4), (2, 3), padding=1), (1, 12, 16))
case("BatchNorm1d", nn.BatchNorm1d(5), (6, 5))
case("BatchNorm1d sequence", nn.BatchNorm1d(3, momentum=0.3), (4, 3, 5))
case("BatchNorm2d", nn.BatchNorm2d(3), (4, 3, 3, 5))
case("BatchNorm2d plain", nn.BatchNorm2d(2, affine=False), (3, 2, 4, 3))
case("LayerNorm", nn.LayerNorm(6), (4, 6))
case("LayerNorm image", nn.LayerNorm((3, 4)), (2, 5, 3, 4))
case("GroupNorm", nn.GroupNorm(2, 6), (3, 6, 3, 2))
case("InstanceNorm2d", nn.InstanceNorm2d(3, affine=True), (2, 3, 4, 5))
case("RmsNorm", nn.RMSNorm(7, eps=1e-5), (3, 7))
case("LocalResponseNorm", nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0), (2, 7, 3, 4))
case("WeightNorm", LengthAndDirection(4, 3), (5, 4))
case("Embedding", nn.Embedding(7, 4), None, whole=[[0, 3, 6], [3, 3, 1]])
case("Rnn", nn.RNN(3, 5), (4, 2, 3))
case("Rnn rectified", nn.RNN(3, 4, num_layers=2, nonlinearity="relu", batch_first=True), (2, 5, 3))
case("Lstm", nn.LSTM(3, 5), (4, 2, 3))
case("Lstm both ways", nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), (2, 5, 3))
case("Gru", nn.GRU(3, 5), (4, 2, 3))
case("Gru both ways", nn.GRU(3, 4, num_layers=2, bidirectional=True), (5, 2, 3))
case("RnnCell", nn.RNNCell(3, 5), (4, 3))
case("LstmCell", nn.LSTMCell(3, 5), (4, 3))
case("GruCell", nn.GRUCell(3, 5), (4, 3))
case("MultiHeadAttention", SelfAttention(6, 2, causal=False), (2, 5, 6))
case("MultiHeadAttention causal", SelfAttention(8, 4, causal=True), (3, 4, 8))
case("TransformerBlock", nn.TransformerEncoderLayer(6, 3, 10, dropout=0.0, activation="gelu", batch_first=True, norm_first=True), (2, 4, 6))
case("TransformerBlock as first published", nn.TransformerEncoderLayer(8, 2, 5, dropout=0.0, activation="relu", batch_first=True), (2, 3, 8))
case("PositionalEncoding", Positions(), (2, 5, 7))
case("ReLU", nn.ReLU(), (3, 5))
case("Flatten", nn.Flatten(), (3, 2, 4, 5))
case("Identity", nn.Identity(), (3, 5))
case("Sequential", nn.Sequential(nn.Conv2d(1, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 3)), (2, 1, 8, 8))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.npz")
np.savez_compressed(path, **arrays)
print(f"{len(arrays)} arrays, PyTorch {torch.__version__}, {os.path.getsize(path)} bytes: layers.npz")
