"""LASSO, elastic net and ridge regression by scikit-learn, for the coordinate descent of ElasticNet.

scikit-learn minimises (1 / 2N) |z - X w - b|^2 + alpha ratio |w|_1 + (alpha / 2) (1 - ratio) |w|^2, so l1 = alpha ratio and
l2 = alpha (1 - ratio); its Ridge minimises |z - X w - b|^2 + a |w|^2, so l2 = a / N.
"""
import os
import numpy as np
from sklearn.linear_model import ElasticNet, Ridge

rng = np.random.default_rng(20261121)
samples, inputs = 60, 12
x = rng.normal(size=(samples, inputs))
x[:, 3] = 0.8 * x[:, 0] + 0.2 * x[:, 3]
true = np.zeros(inputs)
true[[0, 1, 5]] = [2.0, -1.5, 0.7]
z = x @ true + 0.9 + 0.3 * rng.normal(size=samples)
arrays = {"x": x, "z": z}
for name, l1, l2 in [("lasso", 0.1, 0.0), ("strong", 0.6, 0.0), ("net", 0.05, 0.2), ("free", 0.2, 0.05)]:
    model = ElasticNet(alpha=l1 + l2, l1_ratio=l1 / (l1 + l2), tol=1e-14, max_iter=1000000, fit_intercept=name != "free").fit(x, z)
    arrays[name] = np.concatenate([model.coef_, [model.intercept_, l1, l2]])
ridge = Ridge(alpha=0.3 * samples, solver="cholesky").fit(x, z)
arrays["ridge"] = np.concatenate([ridge.coef_, [ridge.intercept_, 0.0, 0.3]])
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "elasticnet.npz")
np.savez_compressed(path, **arrays)
print({name: int((values[:inputs] == 0).sum()) for name, values in arrays.items() if name not in ("x", "z")}, os.path.getsize(path))
