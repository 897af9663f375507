#!/usr/bin/env python3
"""Writes the reference numbers of warped images and of spectrograms: tests/golden/augment.npz.

Runs where PyTorch is installed: python3 tests/golden/make_augment.py
"""
import numpy as np
import torch
import torch.nn.functional as F
from golden import Golden

golden = Golden("augment.npz")
arrays, rng = golden.arrays, golden.rng

# Images looked up at places, some outside; PyTorch counts places from -1 to 1 between the middles of the corner pixels.
for height, width in [(6, 5), (4, 7)]:
    images = torch.tensor(rng.uniform(0, 1, (2, 3, height, width)))
    places = rng.uniform(-0.6, 1.6, (2, 5, 6, 2)) * np.array([height - 1, width - 1])
    grid = torch.tensor(2 * places[..., ::-1] / np.array([width - 1, height - 1]) - 1)
    name = f"warp {height}x{width}"
    arrays[f"{name}/images"], arrays[f"{name}/places"] = images.numpy(), places
    for mode, ours in [("bilinear", "Linear"), ("nearest", "Nearest")]:
        for padding, border in [("zeros", "Constant"), ("border", "Edge"), ("reflection", "Reflect")]:
            arrays[f"{name}/{ours}/{border}"] = F.grid_sample(images, grid, mode, padding, align_corners=True).numpy()

signal = torch.tensor(rng.normal(size=200))
arrays["stft/signal"] = signal.numpy()
for window, hop in [(32, 8), (30, 11)]:
    transform = torch.stft(signal, window, hop, window, torch.hann_window(window), center=False, return_complex=True)
    arrays[f"stft/{window}/{hop}/real"] = np.array(transform.real.T.numpy(), order="C")
    arrays[f"stft/{window}/{hop}/imaginary"] = np.array(transform.imag.T.numpy(), order="C")

# Mel triangles by interpolation between their corners.
rate, window, bands = 8000, 64, 6
corners = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + rate / 2 / 700), bands + 2) / 2595) - 1)
frequencies = np.arange(window // 2 + 1) * rate / window
arrays["mel"] = np.array([np.interp(frequencies, corners[i:i + 3], [0, 1, 0], 0, 0) for i in range(bands)])

golden.save()
