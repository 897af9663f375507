"""PyTorch's side of `benchmarks compare`: runs rows by name and answers with the seconds of each sample.

A line {"row": name, "seconds": s} comes in, a line {"samples": [...]} or {"error": text} goes out. The names are
those of Rows.cs. Each row is what a PyTorch user would write; models run as they do in training loops, with the gradients
set to none between steps.
"""
import gc
import json
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))
now = time.process_time if sys.argv[2:] == ["processor"] else time.perf_counter
torch.manual_seed(1)
rows = {}
built = {}


def row(name):
    def keep(build):
        rows[name] = build
        return build
    return keep


def product(m, k, n):
    def build():
        a, b = torch.rand(m, k), torch.rand(k, n)
        return lambda: torch.mm(a, b)
    rows[f"matmul {m}x{k}x{n}"] = build


for sizes in [(64, 784, 128), (32, 32, 32), (64, 64, 64), (128, 128, 128), (512, 512, 512), (1024, 1024, 1024), (64, 4096, 4096)]:
    product(*sizes)


def each(name, count, work):
    def build():
        a, b = torch.rand(count), torch.rand(count)
        return lambda: work(a, b)
    rows[name] = build


each("add of ten", 10, lambda a, b: a + b)
each("add of 100,000", 100_000, lambda a, b: a + b)
each("exp of 100,000", 100_000, lambda a, b: torch.exp(a))
each("tanh of 100,000", 100_000, lambda a, b: torch.tanh(a))
each("relu of 1,000,000", 1_000_000, lambda a, b: torch.relu(a))


@row("add of ten, recorded")
def recorded():
    a, b = torch.rand(10, requires_grad=True), torch.rand(10)
    return lambda: a + b


@row("200 scalar operations and back")
def scalars():
    x, c, d = torch.rand(1, requires_grad=True), torch.rand(1), torch.rand(1)

    def run():
        y = x
        for _ in range(100):
            y = y * c + d
        y.backward()
        x.grad = None
    return run


def train(model, inputs, labels, optimizer):
    def run():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(inputs), labels).backward()
        optimizer.step()
    return run


def mlp(batch, *sizes):
    layers = []
    for i in range(1, len(sizes)):
        layers.append(torch.nn.Linear(sizes[i - 1], sizes[i]))
        if i < len(sizes) - 1:
            layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers), torch.rand(batch, sizes[0]), torch.arange(batch) % sizes[-1]


@row("MLP 784-512-256-10 step B64 Adam")
def mlp_adam():
    model, x, y = mlp(64, 784, 512, 256, 10)
    return train(model, x, y, torch.optim.Adam(model.parameters(), fused=True))


@row("MLP 784-512-256-10 step B64 SGD")
def mlp_sgd():
    model, x, y = mlp(64, 784, 512, 256, 10)
    return train(model, x, y, torch.optim.SGD(model.parameters(), lr=0.01, fused=True))


@row("XOR 2-8-1 step")
def xor():
    model = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1), torch.nn.Sigmoid())
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

    def run():
        optimizer.zero_grad(set_to_none=True)
        F.mse_loss(model(x), y).backward()
        optimizer.step()
    return run


def status(field):
    with open("/proc/self/status") as file:
        return next(float(line.split()[1]) / 1024 for line in file if line.startswith(field))


def trained(name, make, sizes):
    """A step in the better of the two layouts, tried once, with the memory that the process held at the peak beyond that before."""
    def build():
        gc.collect()
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        before = status("VmRSS:")
        steps, times = [], []
        for layout in (torch.contiguous_format, torch.channels_last):
            model = make().to(memory_format=layout)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, fused=True)
            steps.append(train(model, torch.rand(sizes).to(memory_format=layout), torch.arange(sizes[0]) % 10, optimizer))
            measure(steps[-1], 0.2)
            times.append(sorted(measure(steps[-1], 0.5))[0])
            if len(steps) == 1:
                peak = status("VmHWM:") - before
        step = steps[times.index(min(times))]

        def run():
            step()
        run.quality = {"peak of memory, MB, right for the first network of a run": peak}
        return run
    rows[name] = build


def lenet():
    pool, relu, nn = torch.nn.MaxPool2d(2), torch.nn.ReLU(), torch.nn
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), relu, pool, nn.Conv2d(6, 16, 5), relu, pool,
        nn.Flatten(), nn.Linear(400, 120), relu, nn.Linear(120, 84), relu, nn.Linear(84, 10))


class Block(torch.nn.Module):
    def __init__(self, before, maps):
        super().__init__()
        self.stride = 1 if before == maps else 2
        self.conv1 = torch.nn.Conv2d(before, maps, 3, self.stride, 1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(maps)
        self.conv2 = torch.nn.Conv2d(maps, maps, 3, 1, 1, bias=False)
        self.bn2 = torch.nn.BatchNorm2d(maps)
        self.more = (maps - before) // 2

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)), inplace=True)))
        if self.stride == 2:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more, self.more))
        return F.relu(y + x, inplace=True)


def resnet():
    sizes = [16] * 4 + [32] * 3 + [64] * 3
    return torch.nn.Sequential(
        torch.nn.Conv2d(3, 16, 3, 1, 1, bias=False), torch.nn.BatchNorm2d(16), torch.nn.ReLU(inplace=True),
        *[Block(a, b) for a, b in zip(sizes, sizes[1:])],
        torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(64, 10))


trained("LeNet-5 step B64", lenet, (64, 1, 28, 28))
trained("ResNet-20 step B32", resnet, (32, 3, 32, 32))


class LineReader(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lines = torch.nn.LSTM(28, 128)
        self.head = torch.nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.lines(x)[0][-1])


@row("LSTM classifier T28 H128 step B64")
def line_reader():
    model = LineReader()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, fused=True)
    return train(model, torch.rand(28, 64, 28), torch.arange(64) % 10, optimizer)


def images(count, channels, height, width):
    return torch.rand(count, channels, height, width).to(memory_format=torch.channels_last)


def convolution(name, count, channels, size, filters, kernel, stride, padding, groups=1):
    """The better of PyTorch's two layouts, tried once."""
    def tensors(layout):
        x = torch.rand(count, channels, size, size).to(memory_format=layout)
        w = (torch.rand(filters, channels // groups, kernel, kernel) - 0.5).to(memory_format=layout)
        return x, w

    def forward(layout):
        x, w = tensors(layout)
        return lambda: F.conv2d(x, w, None, stride, padding, groups=groups)

    def both(layout):
        x, w = tensors(layout)
        x.requires_grad_()
        w.requires_grad_()
        start = torch.rand(F.conv2d(x, w, None, stride, padding, groups=groups).shape).to(memory_format=layout)
        return lambda: torch.autograd.grad(F.conv2d(x, w, None, stride, padding, groups=groups), (x, w), start)

    def best(make):
        works = [make(torch.contiguous_format), make(torch.channels_last)]
        times = []
        for work in works:
            measure(work, 0.1)
            times.append(sorted(measure(work, 0.2))[0])
        return works[times.index(min(times))]

    rows[f"{name} f"] = lambda: best(forward)
    rows[f"{name} f+b"] = lambda: best(both)


convolution("conv 3x3 N32 C64 32x32 K64", 32, 64, 32, 64, 3, 1, 1)
convolution("conv 1x1 N32 C64 32x32 K64", 32, 64, 32, 64, 1, 1, 0)
convolution("conv 3x3/2 N32 C64 32x32 K64", 32, 64, 32, 64, 3, 2, 1)
convolution("conv 7x7/2 N4 C3 224x224 K64", 4, 3, 224, 64, 7, 2, 3)
convolution("conv 5x5 N64 C1 28x28 K6", 64, 1, 28, 6, 5, 1, 2)
convolution("conv 3x3 depthwise N32 C64 32x32", 32, 64, 32, 64, 3, 1, 1, groups=64)


def pool(name, work, backward=False, channels=64):
    def build():
        x = images(32, channels, 32, 32)
        if not backward:
            return lambda: work(x)
        x.requires_grad_()
        y = work(x)
        start = torch.rand(y.shape).to(memory_format=torch.channels_last)
        return lambda: torch.autograd.grad(y, x, start, retain_graph=True)
    rows[name] = build


def up(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


pool("max pool 2x2 forward", lambda x: F.max_pool2d(x, 2))
pool("max pool 2x2 backward", lambda x: F.max_pool2d(x, 2), backward=True)
pool("max pool 3x3/2 forward", lambda x: F.max_pool2d(x, 3, 2, 1))
pool("max pool 3x3/2 backward", lambda x: F.max_pool2d(x, 3, 2, 1), backward=True)
pool("average pool 2x2 forward", lambda x: F.avg_pool2d(x, 2))
pool("average pool 2x2 backward", lambda x: F.avg_pool2d(x, 2), backward=True)
pool("bilinear x2 forward", up)
pool("bilinear x2 backward", up, backward=True)
pool("max pool 2x2 of one channel", lambda x: F.max_pool2d(x, 2), channels=1)
pool("max pool 2x2 of one, backward", lambda x: F.max_pool2d(x, 2), backward=True, channels=1)
pool("bilinear x2 of one channel", up, channels=1)


def learned(name, make, sizes, back=True, layout=None):
    def build():
        layer = make()
        x = torch.rand(sizes)
        if layout is not None:
            x = x.to(memory_format=layout)
        x.requires_grad_(back)

        def run():
            y = layer(x)
            y = y[0] if isinstance(y, tuple) else y
            y.backward(y.detach())
            x.grad = None
            layer.zero_grad(set_to_none=True)

        def forward():
            with torch.no_grad():
                return layer(x)
        return run if back else forward
    rows[name] = build


learned("batch norm N32 C64 32x32 f+b", lambda: torch.nn.BatchNorm2d(64), (32, 64, 32, 32), layout=torch.channels_last)
learned("layer norm 4096x512 f+b", lambda: torch.nn.LayerNorm(512), (4096, 512))
learned("LSTM T64 B32 H256 f", lambda: torch.nn.LSTM(256, 256), (64, 32, 256), back=False)
learned("LSTM T64 B32 H256 f+b", lambda: torch.nn.LSTM(256, 256), (64, 32, 256))
learned("GRU T64 B32 H256 f+b", lambda: torch.nn.GRU(256, 256), (64, 32, 256))
learned("transformer block d128 h4 T128 B16 f+b", lambda: torch.nn.TransformerEncoderLayer(128, 4, 512, 0.0, activation="gelu", batch_first=True, norm_first=True), (16, 128, 128))


def penalised(name, add):
    """In place on ten million gradients, as one would after backward."""
    def build():
        w, g = torch.randn(10_000_000), torch.randn(10_000_000)
        return lambda: add(w, g)
    rows[name] = build


penalised("L2 penalty of 10,000,000 gradients", lambda w, g: g.add_(w, alpha=0.01))
penalised("L1 and L2 penalty of 10,000,000 gradients", lambda w, g: g.add_(w, alpha=0.01).add_(torch.sign(w), alpha=0.01))
penalised("weight elimination of 10,000,000 gradients", lambda w, g: g.add_(w / (w * w + 1) ** 2, alpha=0.02))


class Csr(torch.nn.Module):
    """A layer whose weights are a sparse matrix of compressed rows; PyTorch multiplies it from the left."""

    def __init__(self, units, share):
        super().__init__()
        dense = torch.rand(units, units) * (torch.rand(units, units) < share)
        self.weight = torch.nn.Parameter(dense.to_sparse_csr())
        self.bias = torch.nn.Parameter(torch.rand(units))

    def forward(self, x):
        return torch.sparse.mm(self.weight, x.t()).t() + self.bias


for back, way in [(False, "f"), (True, "f+b")]:
    learned(f"dense layer 2048 B64 {way}", lambda: torch.nn.Linear(2048, 2048), (64, 2048), back)
    for percent in (1, 5, 20):
        learned(f"sparse layer 2048 {percent} % B64 {way}", lambda percent=percent: Csr(2048, percent / 100), (64, 2048), back)


def moved(name, make):
    """The better of the fused and the many-tensor form, tried once."""
    def build():
        works = []
        for how in [{"fused": True}, {"foreach": True}]:
            w = torch.rand(10_000_000, requires_grad=True)
            w.grad = torch.full_like(w, 0.01)
            works.append(make([w], **how).step)
        times = []
        for work in works:
            measure(work, 0.3)
            times.append(sorted(measure(work, 0.5))[0])
        return works[times.index(min(times))]
    rows[name] = build


moved("Adam step of 10,000,000", lambda p, **how: torch.optim.Adam(p, **how))
moved("SGD momentum step of 10,000,000", lambda p, **how: torch.optim.SGD(p, lr=0.01, momentum=0.9, **how))


def measure(work, seconds):
    once, begun = 1.0, time.perf_counter()
    for _ in range(5):  # the first call finds its memory cold
        start = time.perf_counter()
        work()
        once = min(once, max(time.perf_counter() - start, 1e-7))
        if time.perf_counter() - begun > 0.02:
            break
    group = max(1, int((500e-6 if now is time.process_time else 50e-6) / once))
    samples = []
    end = time.perf_counter() + seconds
    while len(samples) < 5 or time.perf_counter() < end:
        start = now()
        for _ in range(group):
            work()
        samples.append((now() - start) / group)
    return samples


print(json.dumps({"ready": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    name = asked["row"]
    try:
        if name not in rows:
            print(json.dumps({"error": "unknown"}), flush=True)
            continue
        if name not in built:
            built.clear()
            built[name] = rows[name]()
            measure(built[name], 0.3)
        print(json.dumps({"samples": measure(built[name], asked["seconds"]), "quality": getattr(built[name], "quality", {})}), flush=True)
    except Exception as e:  # one bad row must not end the run
        print(json.dumps({"error": f"{type(e).__name__}: {e}"}), flush=True)
