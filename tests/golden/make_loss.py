"""Writes loss.npz: the losses with their reductions, weights and options, computed by PyTorch."""
import torch
import torch.nn.functional as F
from golden import Golden, tag

golden = Golden("loss.npz")
case = golden.case
KINDS = ("mean", "sum", "none")

for size in [(7,), (2, 3, 4)]:
    for kind in KINDS:
        end = f"{tag(size)}"
        case(f"squared-{kind} {end}", lambda y, t: F.mse_loss(y, t, reduction=kind), size, size)
        case(f"absolute-{kind} {end}", lambda y, t: F.l1_loss(y, t, reduction=kind), size, size)
        case(f"huber-{kind} {end}", lambda y, t: F.huber_loss(y, t, delta=0.8, reduction=kind), size, size)
        case(f"smooth-{kind} {end}", lambda y, t: F.smooth_l1_loss(y, t, beta=0.7, reduction=kind), size, size)
        case(f"poisson-{kind} {end}", lambda y, t: F.poisson_nll_loss(y, t, reduction=kind), size, size, low=0.1, high=3.0)
        case(f"poisson-full-{kind} {end}", lambda y, t: F.poisson_nll_loss(y, t, log_input=False, full=True, reduction=kind), size, size, low=0.1, high=3.0)
        case(f"gaussian-{kind} {end}", lambda y, t, v: F.gaussian_nll_loss(y, t, v, full=True, reduction=kind), size, size, size, low=0.2, high=2.0)
        case(f"bce-{kind} {end}", lambda p, t: F.binary_cross_entropy(p, t, reduction=kind), size, size, low=0.05, high=0.95)
        case(f"bce-scores-{kind} {end}", lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction=kind), size, size, low=-4.0, high=4.0)
        case(f"bce-positive-{kind} {end}", lambda x, t, w: F.binary_cross_entropy_with_logits(x, t, pos_weight=w.detach(), reduction=kind) + 0 * w.sum(), size, size, (size[-1],), low=0.1, high=3.0)
    for exponent in (1.0, 1.5, 2.0):
        case(f"power-{exponent} {tag(size)}", lambda y, t: (y - t).abs().pow(exponent).mean(), size, size)
    signs = [1 if i % 3 else -1 for i in range(int(torch.Size(size).numel()))]
    signs = torch.tensor(signs).reshape(size).numpy()
    case(f"hinge {tag(size)}", lambda x, t: torch.clamp(1 - t * x, min=0).mean(), size, ints=[signs])
    case(f"soft-margin {tag(size)}", lambda x, t: F.soft_margin_loss(x, t.to(x.dtype)), size, ints=[signs])
    case(f"hinge-embedding {tag(size)}", lambda x, t: F.hinge_embedding_loss(x, t, margin=0.9), size, ints=[signs], low=0.0)
    case(f"ranking {tag(size)}", lambda x, y, t: F.margin_ranking_loss(x, y, t, margin=0.3), size, size, ints=[signs])

    def focal(x, t, alpha, gamma):
        p = torch.sigmoid(x)
        ce = F.binary_cross_entropy_with_logits(x, t, reduction="none")
        q = p * t + (1 - p) * (1 - t)
        return (alpha * t + (1 - alpha) * (1 - t)) * ce * (1 - q) ** gamma

    case(f"focal-binary {tag(size)}", lambda x, t: focal(x, (t > 0).to(x.dtype), 0.25, 2.0), size, ints=[signs], low=-4.0, high=4.0)
    case(f"focal-binary-1.5 {tag(size)}", lambda x, t: focal(x, (t > 0).to(x.dtype), 0.6, 1.5).mean(), size, ints=[signs], low=-4.0, high=4.0)

for size in [(2, 7), (3, 1, 4, 5), (1, 2, 3)]:
    case(f"dice {tag(size)}", lambda p, t: (1 - (2 * (p * t).flatten(1).sum(1) + 1) / (p.flatten(1).sum(1) + t.flatten(1).sum(1) + 1)).mean(), size, size, low=0.0, high=1.0)

for size in [(1, 2), (5, 4), (2, 3, 2, 3)]:
    n, c, *rest = size
    count = int(torch.Size([n, *rest]).numel())
    labels = torch.tensor([(7 * i + 2) % c for i in range(count)]).reshape([n, *rest]).numpy()
    some = torch.tensor([-1 if i % 4 == 2 else (5 * i + 1) % c for i in range(count)]).reshape([n, *rest]).numpy()
    for kind in KINDS:
        end = tag(size)
        case(f"ce-{kind} {end}", lambda x, t: F.cross_entropy(x, t, reduction=kind), size, ints=[labels], low=-6.0, high=6.0)
        case(f"ce-weighted-{kind} {end}", lambda x, w, t: F.cross_entropy(x, t, weight=w.detach(), ignore_index=-1, reduction=kind) + 0 * w.sum(), size, (c,), ints=[some], low=0.1, high=3.0)
        case(f"ce-ignored-{kind} {end}", lambda x, t: F.cross_entropy(x, t, ignore_index=-1, reduction=kind), size, ints=[some], low=-6.0, high=6.0)
        case(f"ce-smooth-{kind} {end}", lambda x, t: F.cross_entropy(x, t, label_smoothing=0.1, reduction=kind), size, ints=[labels], low=-6.0, high=6.0)
        case(f"ce-all-{kind} {end}", lambda x, w, t: F.cross_entropy(x, t, weight=w.detach(), ignore_index=-1, label_smoothing=0.2, reduction=kind) + 0 * w.sum(), size, (c,), ints=[some], low=0.1, high=3.0)
        case(f"ce-soft-{kind} {end}", lambda x, t, w: F.cross_entropy(x, t.softmax(1), weight=w.detach(), label_smoothing=0.2, reduction=kind) + 0 * w.sum(), size, size, (c,), low=0.1, high=3.0)
        case(f"nll-{kind} {end}", lambda x, w, t: F.nll_loss(x.log_softmax(1), t, weight=w.detach(), ignore_index=-1, reduction=kind) + 0 * w.sum(), size, (c,), ints=[some], low=0.1, high=3.0)
    case(f"focal {tag(size)}", lambda x, t: (lambda l: ((1 - (-l).exp()) ** 2 * l).mean())(F.cross_entropy(x, t, reduction="none")), size, ints=[labels], low=-6.0, high=6.0)

for size in [(1, 2), (7, 4)]:
    n, c = size
    labels = [(7 * i + 2) % c for i in range(n)]
    for kind in KINDS:
        case(f"multi-margin-{kind} {tag(size)}", lambda x, t: F.multi_margin_loss(x, t, margin=0.7, reduction=kind), size, labels=labels)
        case(f"multi-margin-2-{kind} {tag(size)}", lambda x, w, t: F.multi_margin_loss(x, t, p=2, weight=w.detach(), reduction=kind) + 0 * w.sum(), size, (c,), labels=labels, low=0.1)
    case(f"kl {tag(size)}", lambda x, t: F.kl_div(x.log_softmax(-1), t.softmax(-1), reduction="batchmean"), size, size)
    case(f"kl-sum {tag(size)}", lambda x, t: F.kl_div(x.log_softmax(-1), t.softmax(-1), reduction="sum"), size, size)
    case(f"entropy {tag(size)}", lambda x: torch.special.entr(x.softmax(-1)).sum(-1).mean(), size)
    case(f"entropy-of-two {tag(size)}", lambda x, t: -torch.xlogy(t.softmax(-1), x.softmax(-1)).sum(-1), size, size)
    case(f"cosine {tag(size)}", lambda a, b, t: F.cosine_embedding_loss(a, b, t, margin=0.2), size, size, ints=[[1 if i % 2 else -1 for i in range(n)]])
    case(f"triplet {tag(size)}", F.triplet_margin_loss, size, size, size)
    case(f"triplet-3 {tag(size)}", lambda a, p, n: F.triplet_margin_loss(a, p, n, margin=0.4, p=3, reduction="none"), size, size, size)

golden.save()
