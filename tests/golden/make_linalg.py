#!/usr/bin/env python3
"""Writes the reference numbers of reductions over several axes, norms, products, linear algebra and Fourier transforms: tests/golden/linalg.npz.

Runs where PyTorch is installed: python3 tests/golden/make_linalg.py
Eigenvectors and singular vectors have no sign of their own: their squares are compared, and what they are put together to.
"""
import numpy as np
import torch
from golden import Golden, tag

golden = Golden("linalg.npz")
case = golden.case
inf = float("inf")


def safe(a):
    """Far from singular, and with well separated singular values."""
    return a + torch.diag(torch.arange(3.0, 3.0 + 2 * a.shape[-1], 2.0))


def symmetric(a):
    return safe((a + a.transpose(-1, -2)) / 2)


def positive(a):
    return a @ a.transpose(-1, -2) + torch.eye(a.shape[-2])


def tall(a):
    """Independent columns of different lengths."""
    return a * torch.arange(1.0, 1.0 + a.shape[-1]) ** 2 + torch.eye(a.shape[-2], a.shape[-1])


def qr(a):
    q, r = torch.linalg.qr(a)
    signs = torch.sign(torch.diagonal(r, dim1=-2, dim2=-1)).detach()
    return q * signs.unsqueeze(-2), r * signs.unsqueeze(-1)


def pair(z):
    return torch.stack([z.real, z.imag], -1)


for size, axes in [((3, 5), (0, 1)), ((2, 3, 4), (0, 2)), ((2, 3, 4, 3), (0, 2, 3)), ((4, 1, 3), (1, 2))]:
    name = f"{tag(size)} {'-'.join(map(str, axes))}"
    case(f"sum-axes {name}", lambda x: x.sum(axes), size)
    case(f"mean-axes {name}", lambda x: x.mean(axes, keepdim=True), size)
    case(f"variance {name}", lambda x: x.var(axes), size)
    case(f"deviation {name}", lambda x: x.std(axes, correction=0), size)
    case(f"logsumexp {name}", lambda x: x.logsumexp(axes), size, low=-9.0, high=9.0)
    case(f"amax {name}", lambda x: x.amax(axes), size)
    case(f"amin {name}", lambda x: x.amin(axes, keepdim=True), size)
    for p, word in [(1, "one"), (2, "two"), (3, "three"), (2.5, "broken"), (inf, "largest"), (-inf, "smallest")]:
        case(f"norm-{word} {name}", lambda x: torch.linalg.vector_norm(x, p, axes), size)
for size in [(1,), (7,), (3, 5)]:
    case(f"normalize {tag(size)}", lambda x: torch.nn.functional.normalize(x, dim=-1), size)
    case(f"cosine {tag(size)}", lambda x, y: torch.cosine_similarity(x, y, dim=-1), size, size)
for a, b in [((3, 4), (5, 4)), ((2, 3, 1), (2, 2, 1)), ((1, 3), (1, 3))]:
    case(f"cdist-one {tag(a, b)}", lambda x, y: torch.cdist(x, y, 1.0), a, b)
    case(f"cdist-two {tag(a, b)}", lambda x, y: torch.cdist(x, y, 2.0, compute_mode="donot_use_mm_for_euclid_dist"), a, b)
case("covariance 7x3", lambda x: torch.cov(x.T), (7, 3))
case("correlation 7x3", lambda x: torch.corrcoef(x.T), (7, 3))

for a, b in [((5,), (5,)), ((5,), (5, 3)), ((4, 5), (5,)), ((2, 4, 3), (3,)), ((3,), (2, 3, 4)), ((2, 1, 4, 3), (5, 3, 2))]:
    case(f"matmul {tag(a, b)}", torch.matmul, a, b)
case("outer 3 4", torch.outer, (3,), (4,))
case("kron 2x3 3x1", torch.kron, (2, 3), (3, 1))
case("trace 4x4", torch.trace, (4, 4))
case("tensordot 2x3x4 4x3x5", lambda a, b: torch.tensordot(a, b, ([1, 2], [1, 0])), (2, 3, 4), (4, 3, 5))
for equation, shapes in [
    ("ij,jk->ik", [(3, 4), (4, 5)]), ("bij,bjk->bik", [(2, 3, 4), (2, 4, 3)]), ("bij,bkj->bik", [(2, 3, 4), (2, 5, 4)]),
    ("ii->i", [(4, 4)]), ("ii", [(3, 3)]), ("ij->ji", [(3, 4)]), ("ij->", [(3, 4)]), ("ji", [(3, 4)]), ("i,j->ij", [(3,), (4,)]),
    ("bi,bi->b", [(3, 4), (3, 4)]), ("ij,ij->ij", [(3, 4), (3, 4)]), ("ij,j", [(3, 4), (4,)]), ("...ij,...jk->...ik", [(2, 3, 4), (4, 5)]),
    ("i...->...", [(3, 4, 2)]), ("bn,anm,bm->ba", [(2, 3), (4, 3, 5), (2, 5)]), ("iij->j", [(3, 3, 2)]), ("bhqd,bhkd->bhqk", [(2, 2, 3, 4), (2, 2, 5, 4)]),
    ("ij,jk,kl->il", [(2, 3), (3, 4), (4, 2)]), ("...,...", [(2, 3), (3,)]), ("ab,cd->", [(2, 3), (3, 2)]), ("bij,jbk->ki", [(2, 3, 4), (4, 2, 5)]),
]:
    case(f"einsum {equation}", lambda *x: torch.einsum(equation, *x), *shapes)

for size in [(1, 1), (2, 2), (5, 5), (2, 3, 3), (2, 2, 4, 4)]:
    name = tag(size)
    case(f"inverse {name}", lambda a: torch.linalg.inv(safe(a)), size, low=-1.0, high=1.0)
    case(f"determinant {name}", lambda a: torch.linalg.det(safe(a)), size, low=-1.0, high=1.0)
    case(f"log-determinant {name}", lambda a: torch.linalg.slogdet(safe(a))[1], size, low=-1.0, high=1.0)
    case(f"cholesky {name}", lambda a: torch.linalg.cholesky(positive(a)), size)
    case(f"eigenvalues-symmetric {name}", lambda a: torch.linalg.eigvalsh(symmetric(a)), size, low=-1.0, high=1.0)
    case(f"eigenvectors-squared {name}", lambda a: torch.linalg.eigh(symmetric(a))[1] ** 2, size, low=-1.0, high=1.0)
    case(f"matrix-exp {name}", torch.matrix_exp, size)
    case(f"matrix-power {name}", lambda a: torch.linalg.matrix_power(a, 5), size)
    case(f"matrix-power-back {name}", lambda a: torch.linalg.matrix_power(safe(a), -2), size, low=-1.0, high=1.0)
for a, b in [((3, 3), (3,)), ((4, 4), (4, 2)), ((2, 3, 3), (2, 3)), ((2, 3, 3), (3, 2)), ((3, 3), (2, 3, 1))]:
    case(f"solve {tag(a, b)}", lambda x, y: torch.linalg.solve(safe(x), y), a, b, low=-1.0, high=1.0)
for size in [(1, 1), (3, 3), (5, 3), (3, 5), (2, 4, 3), (2, 2, 3)]:
    name = tag(size)
    case(f"singular-values {name}", lambda a: torch.linalg.svdvals(tall(a)), size, low=0.5, high=1.0)
    case(f"svd-u-squared {name}", lambda a: torch.linalg.svd(tall(a), full_matrices=False)[0] ** 2, size, low=0.5, high=1.0)
    case(f"svd-v-squared {name}", lambda a: torch.linalg.svd(tall(a), full_matrices=False)[2].transpose(-1, -2) ** 2, size, low=0.5, high=1.0)
    case(f"nuclear {name}", lambda a: torch.linalg.matrix_norm(tall(a), "nuc"), size, low=0.5, high=1.0)
    case(f"spectral {name}", lambda a: torch.linalg.matrix_norm(tall(a), 2), size, low=0.5, high=1.0)
    case(f"frobenius {name}", lambda a: torch.linalg.matrix_norm(a), size)
    case(f"condition {name}", lambda a: torch.linalg.cond(tall(a)), size, low=0.5, high=1.0)
    case(f"qr-q {name}", lambda a: qr(tall(a))[0], size, low=0.5, high=1.0)
    case(f"qr-r {name}", lambda a: qr(tall(a))[1], size, low=0.5, high=1.0)
    case(f"pseudo-inverse {name}", lambda a: torch.linalg.pinv(tall(a)), size, low=0.5, high=1.0)
for a, b in [((5, 3), (5, 2)), ((3, 5), (3, 1)), ((4, 4), (4, 2))]:
    # Not lstsq, whose gradient for wide matrices is missing.
    case(f"least-squares {tag(a, b)}", lambda x, y: torch.linalg.pinv(tall(x)) @ y, a, b, low=0.5, high=1.0)
case("low-rank 5x4", lambda a, b: torch.linalg.pinv(a @ b), (5, 2), (2, 4))

for size in [(1,), (8,), (7,), (3, 12), (2, 15)]:
    name = tag(size)
    case(f"fft {name}", lambda x: pair(torch.fft.fft(x)), size)
    case(f"fft-complex {name}", lambda x, y: pair(torch.fft.fft(torch.complex(x, y))), size, size)
    case(f"ifft {name}", lambda x, y: pair(torch.fft.ifft(torch.complex(x, y))), size, size)
    case(f"rfft {name}", lambda x: pair(torch.fft.rfft(x)), size)
    case(f"spectrum {name}", lambda x: torch.fft.rfft(x).abs(), size)
for size, n in [((5,), 8), ((5,), 9), ((4,), 6), ((2, 4), 7)]:
    case(f"irfft {tag(size)} {n}", lambda x, y: torch.fft.irfft(torch.complex(x, y), n), size, size)
    case(f"rfft-sized {tag(size)} {n}", lambda x: pair(torch.fft.rfft(x, n)), size)
case("fft-first-axis 5x3", lambda x: pair(torch.fft.fft(x, dim=0)), (5, 3))
case("fft2 4x6", lambda x: pair(torch.fft.fft2(x)), (4, 6))
case("fft2 2x3x5", lambda x: pair(torch.fft.fft2(x)), (2, 3, 5))
case("ifft2 3x4", lambda x, y: pair(torch.fft.ifft2(torch.complex(x, y))), (3, 4), (3, 4))
case("fft-convolve 9 4", lambda f, g: torch.fft.irfft(torch.fft.rfft(f, 12) * torch.fft.rfft(g, 12), 12), (9,), (4,))
case("fft-circular 8 5", lambda f, g: torch.fft.irfft(torch.fft.rfft(f, 8) * torch.fft.rfft(g, 8), 8), (8,), (5,))

# Gradients of turned results come first axis fastest.
golden.arrays = {key: np.array(value, order="C") for key, value in golden.arrays.items()}
golden.save()
