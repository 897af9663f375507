#!/usr/bin/env python3
"""Writes the reference numbers of normalisation, embedding and attention: tests/golden/norm.npz.

Runs where PyTorch is installed: python3 tests/golden/make_norm.py
"""
import torch
import torch.nn.functional as F
from golden import Golden, tag

golden = Golden("norm.npz")
case = golden.case


def batch_norm(x, w, b):
    return torch.batch_norm(x, w, b, None, None, True, 0.1, 1e-5, False)


def unbiased(x):
    """Divides by m - 1 (lecture S1), which PyTorch does not offer."""
    axes = [axis for axis in range(x.dim()) if axis != 1]
    return (x - x.mean(axes, keepdim=True)) / (x.var(axes, unbiased=True, keepdim=True) + 1e-5).sqrt()


def running(x, w, b, mean, variance):
    """F.batch_norm in use; it has no gradient for the statistics, so the formula stands beside it."""
    w, b, m, v = [p.reshape([-1] + [1] * (x.dim() - 2)) for p in (w, b, mean, variance)]
    y = (x - m) / (v + 1e-5).sqrt() * w + b
    assert torch.allclose(y, F.batch_norm(x, mean.detach(), variance.detach(), w.flatten(), b.flatten(), False), rtol=1e-12)
    return y


for shape in [(5, 3), (8, 17), (2, 4, 3), (1, 3, 7), (2, 3, 4, 5), (2, 33, 2, 2), (2, 16, 1, 2)]:
    c = (shape[1],)
    case(f"batch-norm {tag(shape)}", batch_norm, shape, c, c)
    case(f"batch-norm-unbiased {tag(shape)}", unbiased, shape)
    case(f"batch-norm-running {tag(shape)}", running, shape, c, c, c, c, low=0.5, high=2.0)
    if len(shape) > 2:
        case(f"instance-norm {tag(shape)}", lambda x, w, b: F.instance_norm(x, weight=w, bias=b), shape, c, c)
for shape, groups in [((5, 6), 3), ((2, 4, 3), 2), ((2, 6, 3, 5), 3), ((1, 34, 1, 3), 2), ((2, 5, 2, 2), 1)]:
    c = (shape[1],)
    case(f"group-norm-{groups} {tag(shape)}", lambda x, w, b: F.group_norm(x, groups, w, b), shape, c, c)
for shape in [(7,), (5, 3), (2, 3, 17), (3, 1, 64), (2, 2, 3, 5)]:
    last = (shape[-1],)
    case(f"layer-norm {tag(shape)}", lambda x, w, b: F.layer_norm(x, last, w, b), shape, last, last)
    case(f"layer-norm-plain {tag(shape)}", lambda x: F.layer_norm(x, last), shape)
    case(f"rms-norm {tag(shape)}", lambda x, w: F.rms_norm(x, last, w, 1e-5), shape, last)
case("layer-norm-two-axes 4 3 5", lambda x, w, b: F.layer_norm(x, (3, 5), w, b), (4, 3, 5), (3, 5), (3, 5))
for v in [(4, 3), (1, 5), (3, 2, 3, 3)]:
    case(f"weight-norm {tag(v)}", lambda v, g: torch._weight_norm(v, g.reshape([-1] + [1] * (v.dim() - 1)), 0), v, (v[0],))
for words, size, indices in [(7, 4, [[1, 3, 1], [0, 6, 3]]), (3, 5, [2, 2, 2, 0]), (2, 1, [[1]])]:
    case(f"embedding {words}x{size}", lambda w, i: F.embedding(i, w), (words, size), ints=[indices])
    case(f"embedding-padded {words}x{size}", lambda w, i: F.embedding(i, w, padding_idx=1), (words, size), ints=[indices])
for q, k, v in [((1, 1, 1, 1),) * 3, ((2, 3, 5, 4), (2, 3, 7, 4), (2, 3, 7, 3)), ((1, 2, 6, 8),) * 3, ((3, 5), (4, 5), (4, 2))]:
    case(f"attention {tag(q, k, v)}", F.scaled_dot_product_attention, q, k, v)
    case(f"attention-causal {tag(q, k, v)}", lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True), q, k, v)
mask = [[1, 0, 1, 1], [1, 1, 0, 0], [0, 0, 1, 0]]
case("attention-masked 2x3 4", lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, attn_mask=m.bool()), (2, 2, 3, 5), (2, 2, 4, 5), (2, 2, 4, 5), ints=[mask])
case("attention-biased 2x3 4", lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, attn_mask=m), (2, 3, 5), (2, 4, 5), (2, 4, 5), (3, 4))


def multi_head(x, w, b, ow, ob, heads):
    t = x.transpose(0, 1)
    return F.multi_head_attention_forward(
        t, t, t, x.shape[2], heads, w, b, None, None, False, 0.0, ow, ob, need_weights=False)[0].transpose(0, 1)


for n, t, e, heads in [(2, 3, 4, 2), (1, 5, 6, 3), (3, 1, 5, 1)]:
    case(f"multi-head-{heads} {n}x{t}x{e}", lambda *p: multi_head(*p, heads), (n, t, e), (3 * e, e), (3 * e,), (e, e), (e,))


def block(pre, activation):
    """The weights in the order of PyTorch's TransformerEncoderLayer: attention, linear1, linear2, norm1, norm2."""
    def run(x, w, b, ow, ob, w1, b1, w2, b2, g1, c1, g2, c2):
        layer = torch.nn.TransformerEncoderLayer(x.shape[2], 2, w1.shape[0], 0.0, activation, batch_first=True, norm_first=pre)
        names = [name for name, _ in layer.named_parameters()]
        return torch.func.functional_call(layer, dict(zip(names, [w, b, ow, ob, w1, b1, w2, b2, g1, c1, g2, c2])), (x,))
    return run


for pre, activation in [(True, "gelu"), (False, "relu")]:
    e, inner = 6, 5
    case(f"transformer-{'pre' if pre else 'post'}-{activation} 2x3x{e}", block(pre, activation),
         (2, 3, e), (3 * e, e), (3 * e,), (e, e), (e,), (inner, e), (inner,), (e, inner), (e,), (e,), (e,), (e,), (e,))


def rectified(x, w, b, more=None):
    y = batch_norm(x, w, b)
    return torch.relu(y if more is None else y + more)


for shape in [(2, 3, 4, 5), (2, 33, 2, 2), (3, 16, 1, 2), (1, 70, 3, 3)]:
    c = (shape[1],)
    case(f"rectified-norm {tag(shape)}", rectified, shape, c, c)
    case(f"rectified-norm-onto {tag(shape)}", rectified, shape, c, c, shape)

golden.save()
