#!/usr/bin/env python3
"""Writes the reference numbers of recurrent networks: tests/golden/recurrent.npz.

torch's own lstm, gru and rnn with the weights given; peepholes, coupled gates and the lecture's GRU are not in PyTorch and are
written out here step by step. Runs where PyTorch is installed: python3 tests/golden/make_recurrent.py
"""
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from golden import Golden, flat

golden = Golden("recurrent.npz")


def case(*args, **kwargs):
    golden.case(*args, low=-1.0, high=1.0, **kwargs)


def shapes(gates, i, h, layers=1, directions=1):
    """Weights in PyTorch's order: w_ih, w_hh, b_ih, b_hh for each layer and direction."""
    out = []
    for layer in range(layers):
        for _ in range(directions):
            out += [(gates * h, i if layer == 0 else h * directions), (gates * h, h), (gates * h,), (gates * h,)]
    return out


def lstm(layers, bidirectional):
    def run(x, h, c, *w):
        return flat(*torch._VF.lstm(x, (h, c), list(w), True, layers, 0.0, False, bidirectional, False))
    return run


def other(function, layers, bidirectional):
    def run(x, h, *w):
        return flat(*function(x, h, list(w), True, layers, 0.0, False, bidirectional, False))
    return run


for t, n, i, h, layers, directions in [
        (1, 1, 1, 1, 1, 1), (3, 2, 4, 5, 1, 1), (5, 3, 2, 17, 1, 1), (4, 2, 3, 3, 2, 1), (3, 2, 3, 2, 1, 2), (4, 1, 2, 3, 2, 2)]:
    state = (layers * directions, n, h)
    name = f"T{t} N{n} I{i} H{h} L{layers} D{directions}"
    both = directions == 2
    case(f"lstm {name}", lstm(layers, both), (t, n, i), state, state, *shapes(4, i, h, layers, directions))
    case(f"gru {name}", other(torch._VF.gru, layers, both), (t, n, i), state, *shapes(3, i, h, layers, directions))
    case(f"rnn-tanh {name}", other(torch._VF.rnn_tanh, layers, both), (t, n, i), state, *shapes(1, i, h, layers, directions))
    case(f"rnn-relu {name}", other(torch._VF.rnn_relu, layers, both), (t, n, i), state, *shapes(1, i, h, layers, directions))


def packed(kind, bidirectional):
    """Results past the end count as 0, and the last states."""
    def run(x, *rest):
        states, weights, lengths = rest[:-1 - 4 * (2 if bidirectional else 1)], rest[len(rest) - 1 - 4 * (2 if bidirectional else 1):-1], rest[-1]
        module = kind(x.shape[2], states[0].shape[2], bidirectional=bidirectional)
        names = [name for name, _ in module.named_parameters()]
        sequence = pack_padded_sequence(x, lengths, enforce_sorted=False)
        state = states if len(states) > 1 else states[0]
        y, last = torch.func.functional_call(module, dict(zip(names, weights)), (sequence, state))
        y = pad_packed_sequence(y, total_length=x.shape[0])[0]
        return flat(y, *(last if isinstance(last, tuple) else (last,)))
    return run


for directions in (1, 2):
    state, both = (directions, 3, 3), directions == 2
    case(f"lstm-packed D{directions}", packed(torch.nn.LSTM, both), (4, 3, 2), state, state, *shapes(4, 2, 3, 1, directions), ints=[[2, 4, 1]])
    case(f"gru-packed D{directions}", packed(torch.nn.GRU, both), (4, 3, 2), state, *shapes(3, 2, 3, 1, directions), ints=[[2, 4, 1]])
    case(f"rnn-packed D{directions}", packed(torch.nn.RNN, both), (4, 3, 2), state, *shapes(1, 2, 3, 1, directions), ints=[[2, 4, 1]])


def variant(peepholes, coupled):
    def run(x, h, c, wi, wh, bi, bh, *eyes):
        h, c, out = h[0], c[0], []
        for step in x:
            sums = (step @ wi.T + bi + h @ wh.T + bh).chunk(3 if coupled else 4, 1)
            eye = list(eyes[0]) if peepholes else [torch.zeros_like(c)] * 3
            if coupled:
                f, g, o = sums
                f = torch.sigmoid(f + eye[0] * c)
                i = 1 - f
            else:
                i, f, g, o = sums
                i = torch.sigmoid(i + eye[0] * c)
                f = torch.sigmoid(f + eye[1] * c)
            c = f * c + i * torch.tanh(g)
            o = torch.sigmoid(o + eye[1 if coupled else 2] * c)
            h = o * torch.tanh(c)
            out.append(h)
        return flat(torch.stack(out), h, c)
    return run


for t, n, i, h in [(1, 1, 1, 1), (4, 3, 2, 5)]:
    for peepholes, coupled in [(True, False), (False, True), (True, True)]:
        name = f"lstm{'-peepholes' if peepholes else ''}{'-coupled' if coupled else ''} T{t} N{n} I{i} H{h}"
        eyes = [(2 if coupled else 3, h)] if peepholes else []
        case(name, variant(peepholes, coupled), (t, n, i), (1, n, h), (1, n, h), *shapes(3 if coupled else 4, i, h), *eyes)


def lecture_gru(x, h, wi, wh, bi, bh):
    """S2 L10: the reset gate acts before the product, and z weighs the new state."""
    h, out, k = h[0], [], h.shape[2]
    for step in x:
        r = torch.sigmoid(step @ wi[:k].T + bi[:k] + h @ wh[:k].T + bh[:k])
        z = torch.sigmoid(step @ wi[k:2 * k].T + bi[k:2 * k] + h @ wh[k:2 * k].T + bh[k:2 * k])
        n = torch.tanh(step @ wi[2 * k:].T + bi[2 * k:] + (r * h) @ wh[2 * k:].T + bh[2 * k:])
        h = (1 - z) * h + z * n
        out.append(h)
    return flat(torch.stack(out), h)


for t, n, i, h in [(1, 1, 1, 1), (4, 3, 2, 5)]:
    case(f"gru-lecture T{t} N{n} I{i} H{h}", lecture_gru, (t, n, i), (1, n, h), *shapes(3, i, h))

golden.save()
