"""scikit-learn's answers for the learners that it has too: same points, same start, same numbers.

Arrays are named learner/case/what. Never regenerate to make a test pass; new cases go to the end.
"""
import os
import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import BernoulliRBM
from sklearn.svm import SVC

rng = np.random.default_rng(20261121)
arrays = {}


def keep(name, **values):
    for what, value in values.items():
        value = np.asarray(value)
        # Some results lie first axis fastest; the tests read the other order.
        arrays[f"{name}/{what}"] = np.array(value, dtype=np.int64 if value.dtype.kind in "iu" else np.float64, order="C")


# k-means from given centres: Lloyd to the very end, one start.
for case, (n, d, k) in {"plane": (90, 2, 3), "space": (61, 5, 7), "line": (25, 1, 4)}.items():
    x = rng.normal(size=(n, d)) + 3 * rng.integers(0, 3, size=(n, 1))
    start = x[rng.permutation(n)[:k]]
    fit = KMeans(n_clusters=k, init=start, n_init=1, algorithm="lloyd", tol=0, max_iter=1000).fit(x)
    new = rng.normal(size=(20, d)) * 3
    keep(f"kmeans/{case}", x=x, start=start, centres=fit.cluster_centers_, labels=fit.labels_, inertia=fit.inertia_, new=new, predicted=fit.predict(new))

# Neighbours, with an even k so that votes tie.
for case, (n, d, classes, k) in {"plane": (70, 2, 3, 4), "space": (55, 6, 4, 5), "one": (30, 3, 2, 1)}.items():
    x, labels, new = rng.normal(size=(n, d)), rng.integers(0, classes, size=n), rng.normal(size=(40, d))
    fit = KNeighborsClassifier(n_neighbors=k, algorithm="brute").fit(x, labels)
    distances, nearest = fit.kneighbors(new)
    keep(f"knn/{case}", x=x, labels=labels, new=new, k=k, predicted=fit.predict(new), votes=fit.predict_proba(new), distances=distances, nearest=nearest)

# The linear support vector machine; C = 1e6 is the hard margin for points that a line separates.
for case, (n, d, c, gap) in {"mixed": (60, 2, 0.5, 0.0), "many": (80, 4, 10.0, 0.0), "hard": (40, 2, 1e6, 0.5)}.items():
    x = rng.normal(size=(n, d))
    score = x @ rng.normal(size=d)
    x, score = x[np.abs(score) >= gap], score[np.abs(score) >= gap]
    labels = (score + (0.5 * rng.normal(size=len(score)) if gap == 0 else 0) > 0).astype(int)
    fit = SVC(kernel="linear", C=c, tol=1e-10).fit(x, labels)
    multipliers = np.zeros(len(x))
    multipliers[fit.support_] = np.abs(fit.dual_coef_[0])
    keep(f"svm/{case}", x=x, labels=labels, c=c, w=fit.coef_[0], b=fit.intercept_[0], multipliers=multipliers)

# Ridge, the readout of an extreme learning machine.
for case, (n, d, k, price) in {"tall": (50, 8, 2, 0.1), "wide": (10, 15, 1, 1e-3)}.items():
    h, z = rng.normal(size=(n, d)), rng.normal(size=(n, k))
    fit = Ridge(alpha=price, fit_intercept=False, solver="cholesky").fit(h, z)
    keep(f"ridge/{case}", h=h, z=z, price=price, weights=fit.coef_.reshape(k, d).T)

# The Boltzmann machine's hidden chances and free energies for given weights.
rbm = BernoulliRBM(n_components=4)
rbm.components_, rbm.intercept_hidden_, rbm.intercept_visible_ = rng.normal(size=(4, 6)), rng.normal(size=4), rng.normal(size=6)
rbm.n_features_in_ = 6
v = rng.integers(0, 2, size=(12, 6)).astype(float)
keep("rbm/given", v=v, weights=rbm.components_.T, hidden=rbm.intercept_hidden_, visible=rbm.intercept_visible_, chances=rbm._mean_hiddens(v), energy=rbm._free_energy(v))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "learners.npz")
np.savez_compressed(path, **arrays)
print(f"{len(arrays)} arrays, scikit-learn {sklearn.__version__}, {os.path.getsize(path)} bytes")
