"""scikit-learn's side of `benchmarks compare`: principal components and t-SNE, with how good each result is.

Speaks as torch_rows.py does; the first argument is the number of threads. Run the benchmarks in the repository, so that data/mnist is
found from here upward. Asked for 0 seconds it only says whether it has the row.
"""
import gzip
import json
import os
import sys
import time

threads = sys.argv[1] if len(sys.argv) > 1 else "1"
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = threads

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

folder = os.getcwd()
while not os.path.isdir(os.path.join(folder, "data", "mnist")) and folder != os.path.dirname(folder):
    folder = os.path.dirname(folder)


def mnist():
    with gzip.open(os.path.join(folder, "data", "mnist", "train-images-idx3-ubyte.gz")) as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(60000, 784).astype(np.float32) / 255


def pca(solver):
    points = mnist()

    def work():
        model = PCA(50, svd_solver=solver, random_state=0).fit(points)
        return {"captured variance": float(model.explained_variance_ratio_.astype(np.float64).sum())}
    return work


def tsne(make):
    points = make()

    def work():
        model = TSNE(2, perplexity=30, init="pca", learning_rate="auto", random_state=0, n_jobs=int(threads))
        places = model.fit_transform(points)
        return {
            "KL divergence": float(model.kl_divergence_),
            "trustworthiness of 2,000, 12 neighbours": lambda: float(trustworthiness(points[:2000], places[:2000], n_neighbors=12)),
        }
    return work


rows = {
    "PCA 60000x784 to 50, exact": lambda: pca("covariance_eigh"),
    "PCA 60000x784 to 50, randomised": lambda: pca("randomized"),
    "t-SNE 1797x64": lambda: tsne(lambda: load_digits().data.astype(np.float32)),
    "t-SNE 10000x50": lambda: tsne(lambda: PCA(50, random_state=0).fit_transform(mnist()[:10000])),
}
built = {}
print(json.dumps({"ready": f"scikit-learn {sklearn.__version__}", "threads": int(threads)}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    name = asked["row"]
    try:
        if name not in rows:
            print(json.dumps({"error": "unknown"}), flush=True)
            continue
        if asked["seconds"] == 0:
            print(json.dumps({"samples": []}), flush=True)
            continue
        if name not in built:
            built.clear()
            built[name] = rows[name]()
        start = time.perf_counter()
        found = built[name]()
        taken = time.perf_counter() - start
        quality = {what: value() if callable(value) else value for what, value in found.items()}
        print(json.dumps({"samples": [taken], "quality": quality}), flush=True)
    except Exception as e:  # one bad row must not end the run
        print(json.dumps({"error": f"{type(e).__name__}: {e}"}), flush=True)
