"""Pillow's side of `benchmarks compare`: decodes the pictures of data/images from memory.

Speaks as torch_rows.py does. Run the benchmarks in the repository, so that data/images is found from here upward.
"""
import io
import json
import os
import sys
import time

from PIL import Image, features

folder = os.getcwd()
while not os.path.isdir(os.path.join(folder, "data", "images")) and folder != os.path.dirname(folder):
    folder = os.path.dirname(folder)
built = {}


def build(name):
    with open(os.path.join(folder, "data", "images", name), "rb") as file:
        content = file.read()
    return lambda: Image.open(io.BytesIO(content)).load()


def measure(work, seconds):
    samples = []
    end = time.perf_counter() + seconds
    while len(samples) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        samples.append(time.perf_counter() - start)
    return samples


print(json.dumps({"ready": f"Pillow {Image.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}", "threads": 1}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    name = asked["row"].removeprefix("decode ")
    if name == asked["row"]:
        print(json.dumps({"error": "unknown"}), flush=True)
        continue
    try:
        if name not in built:
            built[name] = build(name)
        print(json.dumps({"samples": measure(built[name], asked["seconds"])}), flush=True)
    except Exception as e:  # one bad row must not end the run
        print(json.dumps({"error": f"{type(e).__name__}: {e}"}), flush=True)
