"""Small JPEG files of every usual kind and the pixels that libjpeg makes of them with its defaults.

Needs Python with Pillow and libjpeg's cjpeg; run it in its folder with the path of data/images, and a folder of more
pictures if there is one. Writes jpeg.npz: "NAME" holds the bytes of a file, "NAME/rgb" its pixels, "sha256/FILE" the
hash of the pixels of a whole photograph.
"""
import glob
import hashlib
import io
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, features

here = os.path.dirname(os.path.abspath(__file__))
photo = Image.open(os.path.join(sys.argv[1], "flower.jpg")).convert("RGB")
folder = tempfile.mkdtemp()
arrays = {}


def keep(name, content):
    arrays[name] = np.frombuffer(content, dtype=np.uint8)
    arrays[f"{name}/rgb"] = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def cjpeg(name, size, *options, scans=None):
    source, target = os.path.join(folder, "in.ppm"), os.path.join(folder, "out.jpg")
    part(size).save(source)
    if scans:
        with open(os.path.join(folder, "scans"), "w") as script:
            script.write(scans)
        options += ("-scans", os.path.join(folder, "scans"))
    subprocess.run(["cjpeg", "-quality", "80", *options, "-outfile", target, source], check=True)
    with open(target, "rb") as file:
        keep(name, file.read())


def part(size):
    width, height = size
    return photo.crop((250, 60, 250 + 3 * width, 60 + 3 * height)).resize(size)


for sampling in ["1x1", "2x1", "1x2", "2x2", "4x1"]:
    cjpeg(f"baseline {sampling}", (25, 13), "-sample", sampling)
    cjpeg(f"progressive {sampling}", (23, 18), "-sample", sampling, "-progressive")
cjpeg("restart", (34, 18), "-restart", "2B")
cjpeg("progressive restart", (34, 18), "-progressive", "-restart", "1")
cjpeg("optimised", (18, 9), "-optimize")
cjpeg("red green blue", (17, 9), "-rgb")
cjpeg("one scan a plane", (19, 10), scans="0; 2; 1;")
cjpeg("many scans", (19, 10), scans="0 1 2: 0-0, 0, 3; 0: 1-9, 0, 2; 2: 1-63, 0, 1; 1: 1-63, 0, 1; 0: 10-63, 0, 2; 0 1 2: 0-0, 3, 2; 0: 1-63, 2, 1; 0 1 2: 0-0, 2, 1; 0: 1-63, 1, 0; 2: 1-63, 1, 0; 1: 1-63, 1, 0; 0 1 2: 0-0, 1, 0;")
cjpeg("coarse 16-bit steps", (16, 16), "-quality", "1")
for size in [(1, 1), (2, 3), (3, 2), (5, 9)]:
    cjpeg(f"tiny {size[0]}x{size[1]}", size, "-sample", "2x2")
for name, mode, options in [("grey", "L", {}), ("grey progressive", "L", {"progressive": True}), ("inks", "CMYK", {"quality": 90})]:
    target = io.BytesIO()
    part((19, 10)).convert(mode).save(target, "JPEG", **options)
    keep(name, target.getvalue())

photos = [path for place in sys.argv[1:] for path in sorted(glob.glob(os.path.join(place, "**", "*.jpg"), recursive=True))]
for path in photos:
    pixels = np.asarray(Image.open(path).convert("RGB")).tobytes()
    arrays[f"sha256/{os.path.basename(path)}"] = np.frombuffer(hashlib.sha256(pixels).digest(), dtype=np.uint8)

np.savez_compressed(os.path.join(here, "jpeg.npz"), **arrays)
print(f"{len(arrays)} arrays, Pillow {Image.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}, {os.path.getsize(os.path.join(here, 'jpeg.npz'))} bytes: jpeg.npz")
