"""Files that the format's own library (safetensors 0.8.0) writes, byte by byte, and what they hold.

own: the five kinds that the kit writes, so that our file must be the same bytes. other: the kinds that are widened when
read. empty: no tensor at all. The values of other are in value/NAME, as float64 or int64.
"""
import os
import numpy as np
import torch
from safetensors.numpy import save as save_numpy
from safetensors.torch import save as save_torch

rng = np.random.default_rng(20261121)
own = {
    "net.weight": rng.normal(size=(3, 5)).astype(np.float32),
    "net.bias": np.array([0.0, -0.0, np.nan, np.inf, -np.inf, 1e-45], dtype=np.float32),
    "steps": np.array(-12345678901, dtype=np.int64),
    "exact": rng.normal(size=(2, 1, 3)),
    "pixels": np.arange(7, dtype=np.uint8),
    "mask": np.array([[True, False, True]]),
    "nothing": np.zeros((0, 4), dtype=np.float32),
    "wörter \"α\"\n\\": np.array([1.5], dtype=np.float32),
}
other = {
    "f16": torch.tensor([1.0, -2.5, 65504.0, 6e-8, float("inf")], dtype=torch.float16),
    "bf16": torch.tensor([[1.0, -2.5], [3e38, 1e-40]], dtype=torch.bfloat16),
    "i32": torch.tensor([-2**31, 2**31 - 1], dtype=torch.int32),
    "u32": torch.tensor([0, 2**32 - 1], dtype=torch.uint32),
    "i16": torch.tensor([-2**15, 2**15 - 1, 7], dtype=torch.int16),
    "u16": torch.tensor([2**16 - 1], dtype=torch.uint16),
    "i8": torch.tensor([-128, 127], dtype=torch.int8),
    "u64": torch.tensor([2**63 - 1], dtype=torch.uint64),
}
arrays = {
    "file/own": save_numpy(own, metadata={"by": "the format's own library"}),
    "file/plain": save_numpy({"x": np.arange(3, dtype=np.float32)}),
    "file/other": save_torch(other),
    "file/empty": save_numpy({}),
}
arrays = {name: np.frombuffer(content, dtype=np.uint8) for name, content in arrays.items()}
for name, values in other.items():
    arrays[f"value/{name}"] = values.to(torch.float64).numpy() if values.is_floating_point() else values.to(torch.int64).numpy()
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "safetensors.npz")
np.savez_compressed(path, **arrays)
print(f"{len(arrays)} arrays, {os.path.getsize(path)} bytes")
