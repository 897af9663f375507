"""Metrics as scikit-learn computes them, and mean average precision written out here once more in numpy.

Detections are rows of image, class, score, left, top, right, bottom; true boxes of image, class, left, top, right, bottom.
"""
import os
import numpy as np
from sklearn import metrics as m

rng = np.random.default_rng(20261121)
a = {}

truth = rng.integers(0, 4, 200)
guess = np.where(rng.random(200) < 0.6, truth, rng.integers(0, 5, 200))
a["classes/truth"], a["classes/predicted"] = truth, guess
labels = list(range(6))                      # class 4 is only predicted, class 5 is nowhere
a["classes/each"] = np.stack(m.precision_recall_fscore_support(truth, guess, labels=labels, zero_division=0)[:3])
for mean in ("macro", "micro", "weighted"):
    a[f"classes/{mean}"] = np.array(m.precision_recall_fscore_support(truth, guess, labels=labels, average=mean, zero_division=0)[:3])
a["classes/jaccard"] = m.jaccard_score(truth, guess, labels=range(5), average=None)
a["classes/jaccardMean"] = np.array(m.jaccard_score(truth, guess, average="macro"))

for name, scores in (("fine", rng.normal(size=300)), ("ties", rng.integers(0, 6, 300) / 5)):
    labels = (scores + rng.normal(size=300) > 0.7).astype(np.int64)
    fpr, tpr, thresholds = m.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, cuts = m.precision_recall_curve(labels, scores)
    a[f"{name}/scores"], a[f"{name}/labels"] = scores, labels
    a[f"{name}/fpr"], a[f"{name}/tpr"] = fpr, tpr
    a[f"{name}/auc"] = np.array(m.roc_auc_score(labels, scores))
    a[f"{name}/precision"], a[f"{name}/recall"], a[f"{name}/cuts"] = precision, recall, cuts
    a[f"{name}/ap"] = np.array(m.average_precision_score(labels, scores))

y, t = rng.normal(size=(50, 3)), rng.normal(size=(50, 3))
y += 2 * t
a["numbers/outputs"], a["numbers/targets"] = y, t
a["numbers/r2"], a["numbers/r2first"] = np.array(m.r2_score(t, y)), np.array(m.r2_score(t[:, 0], y[:, 0]))
a["numbers/mae"], a["numbers/rmse"] = np.array(m.mean_absolute_error(t, y)), np.array(np.sqrt(m.mean_squared_error(t, y)))


def iou(p, q):
    w = max(0.0, min(p[2], q[2]) - max(p[0], q[0]))
    h = max(0.0, min(p[3], q[3]) - max(p[1], q[1]))
    return w * h / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - w * h)


def ranking(found, real, cls, threshold, coco):
    rows = [r for r in found if r[1] == cls]
    rows.sort(key=lambda r: -r[2])
    used, hits = set(), []
    for r in rows:
        near = [(iou(r[3:], g[2:]), k) for k, g in enumerate(real) if g[0] == r[0] and g[1] == cls and not (coco and k in used)]
        best, k = max(near, default=(-1, -1))
        hit = best >= threshold and k not in used
        if hit:
            used.add(k)
        hits.append(hit)
    hits = np.array(hits, dtype=float)
    total = sum(g[1] == cls for g in real)
    tp = np.cumsum(hits)
    return tp / total, tp / np.arange(1, len(hits) + 1)


def points(recall, precision, n):
    return np.mean([max(precision[recall >= r - 1e-12], default=0.0) for r in np.linspace(0, 1, n)])


def area(recall, precision):
    r = np.concatenate([[0.0], recall, [1.0]])
    p = np.concatenate([[0.0], precision, [0.0]])
    p = np.maximum.accumulate(p[::-1])[::-1]
    step = np.nonzero(r[1:] != r[:-1])[0]
    return np.sum((r[step + 1] - r[step]) * p[step + 1])


real, found = [], []
for image in range(12):
    for _ in range(rng.integers(1, 6)):
        x, y0, w, h = rng.uniform(0, 60), rng.uniform(0, 60), rng.uniform(8, 30), rng.uniform(8, 30)
        cls = int(rng.integers(0, 3))
        real.append([image, cls, x, y0, x + w, y0 + h])
        for _ in range(rng.integers(0, 4)):
            shift = rng.normal(size=4) * rng.uniform(0.2, 4)
            box = np.array([x, y0, x + w, y0 + h]) + shift
            found.append([image, cls if rng.random() < 0.85 else (cls + 1) % 3, rng.random(), *np.minimum(box[:2], box[2:]), *np.maximum(box[:2], box[2:])])
    for _ in range(rng.integers(0, 3)):
        x, y0 = rng.uniform(0, 60, 2)
        found.append([image, int(rng.integers(0, 3)), rng.random() * 0.7, x, y0, x + 15, y0 + 15])
a["boxes/real"], a["boxes/found"] = np.array(real), np.array(found)
for threshold in (0.5, 0.75):
    curves = [ranking(found, real, c, threshold, False) for c in range(3)]
    a[f"boxes/area{threshold}"] = np.array([area(*c) for c in curves])
    a[f"boxes/eleven{threshold}"] = np.array([points(*c, 11) for c in curves])
a["boxes/coco"] = np.array([np.mean([points(*ranking(found, real, c, 0.5 + 0.05 * k, True), 101) for k in range(10)]) for c in range(3)])

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.npz")
np.savez_compressed(path, **{k: np.asarray(v, dtype=np.float64) for k, v in a.items()})
print(f"{len(a)} arrays, {os.path.getsize(path)} bytes")
