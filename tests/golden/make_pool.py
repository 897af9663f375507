#!/usr/bin/env python3
"""Writes the reference numbers of pooling, unpooling, interpolation, windows, RoI and local response normalisation: tests/golden/pool.npz.

Runs where PyTorch is installed: python3 tests/golden/make_pool.py
The numbers in a case's name are its options; the test reads them from there.
"""
import math
import torch
import torch.nn.functional as F
from golden import Golden, tag

golden = Golden("pool.npz", seed=20261122)
case = golden.case

IMAGES = [(1, 1, 6, 6), (2, 3, 5, 4), (1, 17, 3, 4)]
# Kernel, stride, padding, ceil: plain, overlapping 3/2, padded, and a last window that leaves the image.
WINDOWS = [(2, 2, 0, 0), (3, 2, 0, 0), (3, 2, 1, 1), (2, 3, 1, 1), (3, 1, 1, 0)]

for shape in IMAGES:
    # Of many channels one case each is enough, and the file stays small.
    few = shape[1] > 3
    for k, s, p, ceil in WINDOWS[2:3] if few else WINDOWS:
        name = f"{k} {s} {p} {ceil} {tag(shape)}"
        case(f"max {name}", lambda x: F.max_pool2d(x, k, s, p, ceil_mode=bool(ceil)), shape)
        case(f"avg {name}", lambda x: F.avg_pool2d(x, k, s, p, ceil_mode=bool(ceil)), shape)
        if p > 0:
            case(f"avg-inside {name}", lambda x: F.avg_pool2d(x, k, s, p, ceil_mode=bool(ceil), count_include_pad=False), shape)
    case(f"max-dilated 2 1 1 {tag(shape)}", lambda x: F.max_pool2d(x, 2, 1, 1, dilation=3), shape)
    case(f"max-uneven {tag(shape)}", lambda x: F.max_pool2d(x, (2, 3), (3, 1), (1, 0)), shape)
    case(f"l2 {tag(shape)}", lambda x: F.lp_pool2d(x, 2, 2), shape)
    case(f"l3 {tag(shape)}", lambda x: F.lp_pool2d(x, 3, 3, 2, ceil_mode=False), shape, low=0.1, high=2.0)
    for h, w in [(2, 3)] if few else [(1, 1), (7, 3)]:
        case(f"adaptive-avg {h} {w} {tag(shape)}", lambda x: F.adaptive_avg_pool2d(x, (h, w)), shape)
        case(f"adaptive-max {h} {w} {tag(shape)}", lambda x: F.adaptive_max_pool2d(x, (h, w)), shape)
    _, positions = F.max_pool2d(torch.tensor(golden.rng.uniform(-2, 2, shape)), 2, return_indices=True)
    case(f"unpool {shape[2]} {shape[3]} {tag(shape)}", lambda x, i: F.max_unpool2d(x, i, 2, output_size=shape[2:]), tuple(positions.shape), ints=[positions.numpy()])
    if not few:
        case(f"unfold 3 2 2 1 {tag(shape)}", lambda x: F.unfold(x, 3, padding=2, stride=2), shape)
        case(f"unfold 2 1 1 2 {tag(shape)}", lambda x: F.unfold(x, 2, padding=1, dilation=2), shape)
    case(f"lrn 5 {tag(shape)}", lambda x: F.local_response_norm(x, 5, alpha=0.5, beta=0.75, k=2.0), shape)
    for mode in ["nearest", "bilinear", "bicubic"]:
        for h, w in [(2, 5)] if few else [(8, 3), (3, 1)]:
            case(f"{mode} {h} {w} {tag(shape)}", lambda x: F.interpolate(x, (h, w), mode=mode), shape)
            if mode != "nearest":
                case(f"{mode}-aligned {h} {w} {tag(shape)}", lambda x: F.interpolate(x, (h, w), mode=mode, align_corners=True), shape)
        for scale in [] if few else [1.7, 0.6]:
            case(f"{mode}-scale {scale} {tag(shape)}", lambda x: F.interpolate(x, scale_factor=scale, mode=mode), shape)
for rows, windows in [(12, 16), (9, 9)]:
    kernel, size, stride, padding = (2, (5, 5), 1, 0) if windows == 16 else (3, (4, 3), 2, 2)
    name = f"fold {kernel} {stride} {padding} {size[0]} {size[1]}"
    case(f"{name} {rows}x{windows}", lambda x: F.fold(x, size, kernel, stride=stride, padding=padding), (2, rows, windows))
for r in [2, 3]:
    case(f"depth-to-space {r}", lambda x: F.pixel_shuffle(x, r), (2, 2 * r * r, 3, 2))
    case(f"space-to-depth {r}", lambda x: F.pixel_unshuffle(x, r), (1, 3, 2 * r, r))
for shape in [(2, 3, 11)]:
    case(f"max1d 3 2 1 {tag(shape)}", lambda x: F.max_pool1d(x, 3, 2, 1), shape)
    case(f"avg1d 3 2 1 {tag(shape)}", lambda x: F.avg_pool1d(x, 3, 2, 1), shape)
    case(f"adaptive-avg1d 4 {tag(shape)}", lambda x: F.adaptive_avg_pool1d(x, 4), shape)
    case(f"adaptive-max1d 4 {tag(shape)}", lambda x: F.adaptive_max_pool1d(x, 4), shape)
    case(f"linear1d 17 {tag(shape)}", lambda x: F.interpolate(x, 17, mode="linear"), shape)
    case(f"linear1d-aligned 5 {tag(shape)}", lambda x: F.interpolate(x, 5, mode="linear", align_corners=True), shape)

# torchvision's two operations, written out from their definitions. The boxes are whole numbers, quarters of a pixel.
BOXES = [(0, 0, 0, 28, 24), (1, 4, 7, 17, 22), (0, 10, 3, 10, 3), (1, -9, -6, 60, 50), (0, 13, 14, 27, 31), (1, 40, 40, 44, 48)]


def round_away(v):
    return int(math.floor(abs(v) + 0.5)) * (1 if v >= 0 else -1)


def roi_pool(x, boxes, h, w, scale):
    out = []
    for n, *box in boxes.tolist():
        x1, y1, x2, y2 = [round_away(v / 4 * scale) for v in box]
        height, width = max(y2 - y1 + 1, 1), max(x2 - x1 + 1, 1)
        cells = []
        for p in range(h):
            for q in range(w):
                top, bottom = y1 + p * height // h, y1 - (-(p + 1) * height // h)
                left, right = x1 + q * width // w, x1 - (-(q + 1) * width // w)
                top, bottom = min(max(top, 0), x.shape[2]), min(max(bottom, 0), x.shape[2])
                left, right = min(max(left, 0), x.shape[3]), min(max(right, 0), x.shape[3])
                empty = bottom <= top or right <= left
                cells.append(x.new_zeros(x.shape[1]) if empty else x[n, :, top:bottom, left:right].amax((1, 2)))
        out.append(torch.stack(cells, 1).reshape(x.shape[1], h, w))
    return torch.stack(out)


def bilinear(x, n, row, column):
    height, width = x.shape[2:]
    if row < -1 or row > height or column < -1 or column > width:
        return x.new_zeros(x.shape[1])
    row, column = max(row, 0.0), max(column, 0.0)
    top, left = int(row), int(column)
    if top >= height - 1:
        top = bottom = height - 1
        row = float(top)
    else:
        bottom = top + 1
    if left >= width - 1:
        left = right = width - 1
        column = float(left)
    else:
        right = left + 1
    dy, dx = row - top, column - left
    return ((1 - dy) * (1 - dx) * x[n, :, top, left] + (1 - dy) * dx * x[n, :, top, right]
            + dy * (1 - dx) * x[n, :, bottom, left] + dy * dx * x[n, :, bottom, right])


def roi_align(x, boxes, h, w, scale, samples, aligned):
    out = []
    offset = 0.5 if aligned else 0.0
    for n, *box in boxes.tolist():
        x1, y1, x2, y2 = [v / 4 * scale - offset for v in box]
        height, width = y2 - y1, x2 - x1
        if not aligned:
            height, width = max(height, 1.0), max(width, 1.0)
        down = samples if samples > 0 else math.ceil(height / h)
        across = samples if samples > 0 else math.ceil(width / w)
        cells = []
        for p in range(h):
            for q in range(w):
                total = x.new_zeros(x.shape[1])
                for i in range(down):
                    for j in range(across):
                        total = total + bilinear(x, n, y1 + p * height / h + (i + 0.5) * height / h / down, x1 + q * width / w + (j + 0.5) * width / w / across)
                cells.append(total / max(down * across, 1))
        out.append(torch.stack(cells, 1).reshape(x.shape[1], h, w))
    return torch.stack(out)


for h, w, scale in [(3, 2, 0.5), (6, 3, 1.0)]:
    case(f"roi-pool {h} {w} {scale}", lambda x, b: roi_pool(x, b, h, w, scale), (2, 2, 6, 7), ints=[BOXES])
    for samples, aligned in [(0, 0), (2, 1)]:
        case(f"roi-align {h} {w} {scale} {samples} {aligned}", lambda x, b: roi_align(x, b, h, w, scale, samples, aligned), (2, 2, 6, 7), ints=[BOXES])

golden.save()
