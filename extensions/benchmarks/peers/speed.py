"""The rows of GpuSpeed with PyTorch on the same card, in full float32: python3 speed.py"""
import time

import torch
from torch import nn

torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
card = torch.device("cuda")
print(torch.cuda.get_device_name(card), "PyTorch", torch.__version__)


def row(name, flops, run):
    best = float("inf")
    for turn in range(12):
        torch.cuda.synchronize()
        start = time.perf_counter()
        run()
        torch.cuda.synchronize()
        if turn:
            best = min(best, time.perf_counter() - start)
    rate = f", {flops / best / 1e12:.2f} TFLOP/s" if flops else ""
    print(f"{name}: {best * 1e3:.3f} ms{rate}")


def training(name, model, x):
    adam = torch.optim.Adam(model.parameters())
    labels = torch.arange(x.shape[0], device=card) % 10

    def step():
        adam.zero_grad()
        nn.functional.cross_entropy(model(x), labels).backward()
        adam.step()

    row(name, None, step)


n = 4096
a = torch.randn(n, n, device=card)
row("matmul", 2 * n**3, lambda: a @ a)

batch, channels, side = 64, 64, 56
convolution = nn.Conv2d(channels, channels, 3, padding=1).to(card)
images = torch.randn(batch, channels, side, side, device=card)
work = 2 * batch * side * side * 9 * channels * channels
with torch.no_grad():
    row("conv 3x3", work, lambda: convolution(images))
row("conv 3x3 with gradients", 3 * work, lambda: convolution(images).sum().backward())

steps, examples, hidden = 64, 64, 512
lstm = nn.LSTM(hidden, hidden).to(card)
sequences = torch.randn(steps, examples, hidden, device=card)
row("lstm with gradients", 3 * 2 * steps * examples * 8 * hidden * hidden, lambda: lstm(sequences)[0].sum().backward())


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.stride, self.more = stride, outputs - inputs

    def forward(self, x):
        y = self.norm2(self.second(torch.relu(self.norm1(self.first(x)))))
        x = x[:, :, :: self.stride, :: self.stride]
        return torch.relu(y + nn.functional.pad(x, (0, 0, 0, 0, self.more // 2, self.more - self.more // 2)))


layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
for inputs, outputs, stride in [(16, 16, 1)] * 3 + [(16, 32, 2)] + [(32, 32, 1)] * 2 + [(32, 64, 2)] + [(64, 64, 1)] * 2:
    layers.append(Block(inputs, outputs, stride))
resnet = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)).to(card)
training("resnet-20 step, 128 images", resnet, torch.randn(128, 3, 32, 32, device=card))


class Encoder(nn.Module):
    def __init__(self, size):
        super().__init__()
        layer = nn.TransformerEncoderLayer(size, 8, 4 * size, 0.0, "gelu", batch_first=True, norm_first=True)
        self.blocks, self.head = nn.TransformerEncoder(layer, 6, enable_nested_tensor=False), nn.Linear(size, 10)

    def forward(self, x):
        return self.head(self.blocks(x).mean(1))


training("transformer step, 6 layers of 512, 32 x 128", Encoder(512).to(card), torch.randn(32, 128, 512, device=card))
