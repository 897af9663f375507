"""Small files as their own programs write them, with the numbers they hold: PyTorch checkpoints and an ONNX model.

Writes files.npz: "NAME" holds the bytes of a file, "NAME/ARRAY" a tensor in it. The tests read the bytes and compare.
"""
import collections
import io
import os
import sys
import tempfile

import numpy as np
import onnx
import torch

arrays = {}


def keep(name, content, tensors):
    arrays[name] = np.frombuffer(content, dtype=np.uint8)
    for key, value in tensors.items():
        value = value.detach()
        value = value.float() if value.dtype in (torch.float16, torch.bfloat16) else value
        value = value.long() if value.dtype in (torch.int32, torch.int16, torch.int8) else value
        arrays[f"{name}/{key}"] = np.array(value.numpy(), order="C")


def saved(value, **options):
    target = io.BytesIO()
    torch.save(value, target, **options)
    return target.getvalue()


torch.manual_seed(3)
model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.Linear(3, 2))
for name, options in [("state.pt", {}), ("state-protocol5.pt", {"pickle_protocol": 5}), ("state-old.pth", {"_use_new_zipfile_serialization": False})]:
    keep(name, saved(model.state_dict(), **options), model.state_dict())

base = torch.arange(24.0).reshape(4, 6)
views = collections.OrderedDict(whole=base, turned=base.t(), part=base[1:3, ::2], column=base[:, 1], one=base[2, 3], expanded=torch.tensor([1.5]).expand(2, 3), empty=torch.zeros(0, 3))
for name, options in [("views.pt", {}), ("views-old.pth", {"_use_new_zipfile_serialization": False})]:
    keep(name, saved(views, **options), views)

kinds = {str(kind)[6:]: torch.tensor([0, 1, 3, 100]).to(kind) for kind in
         (torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)}
keep("kinds.pt", saved(kinds), kinds)

adam = torch.optim.Adam(model[2].parameters())
model[2](torch.ones(1, 3)).sum().backward()
adam.step()
whole = {"epoch": 7, "loss": 0.25, "best": None, "done": True, "tag": "run é", "sizes": (3, 2), "raw": b"\x00\xff", "history": [1.0, 0.5],
         "shape": model[0].weight.shape, "weight": torch.nn.Parameter(torch.tensor([1.0, 2.0])), "optimizer": adam.state_dict()}
keep("whole.pt", saved(whole), {"weight": whole["weight"], "optimizer.state.0.exp_avg": adam.state_dict()["state"][0]["exp_avg"]})
keep("module.pt", saved(model[2]), {})

from onnx import TensorProto, helper, numpy_helper

weights = {"f32": np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3), "f64": np.array([0.1, 0.2]), "f16": np.array([0.5, -2, 65504], np.float16),
           "i64": np.array([-(1 << 62), 5]), "i32": np.array([-7, 9], np.int32), "i8": np.array([-128, 127], np.int8), "u8": np.array([0, 255], np.uint8),
           "flag": np.array([True, False, True]), "scalar": np.array(3.5, np.float32)}
raw = [numpy_helper.from_array(value, name) for name, value in weights.items()]
types = {"f32": TensorProto.FLOAT, "f64": TensorProto.DOUBLE, "f16": TensorProto.FLOAT16, "i64": TensorProto.INT64, "i32": TensorProto.INT32,
         "i8": TensorProto.INT8, "u8": TensorProto.UINT8, "flag": TensorProto.BOOL, "scalar": TensorProto.FLOAT}
typed = [helper.make_tensor(name, types[name], value.shape, value.reshape(-1).tolist()) for name, value in weights.items()]
for name, tensors in [("raw.onnx", raw), ("typed.onnx", typed)]:
    graph = helper.make_graph([helper.make_node("Identity", ["f32"], ["y"])], "weights", [], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 3])], tensors)
    keep(name, helper.make_model(graph).SerializeToString(),
         {key: torch.tensor(value) for key, value in weights.items()})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files.npz")
np.savez_compressed(path, **arrays)
print(f"{len(arrays)} arrays, PyTorch {torch.__version__}, onnx {onnx.__version__}, {os.path.getsize(path)} bytes: files.npz")
