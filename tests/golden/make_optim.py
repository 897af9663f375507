"""Writes optim.npz: the way of PyTorch's optimisers and schedules, its clipped gradients, and the minima that scipy finds.

Each optimiser takes 20 steps from the same start on the same loss, which changes with the step: sum(a w^2 + sin(w + k / 10)).
steps/NAME holds the weights after each step, rates/NAME the rate before each step, minima/NAME a point.
"""
import warnings
import numpy as np
import torch
from scipy.optimize import minimize, rosen, rosen_der
from golden import Golden

warnings.filterwarnings("ignore")
golden = Golden("optim.npz")
SIZE, STEPS = 11, 20
start = golden.rng.uniform(-2, 2, SIZE)
a = golden.rng.uniform(0.2, 1.5, SIZE)
golden.arrays["start"] = start
golden.arrays["a"] = a


def steps(name, make):
    w = torch.tensor(start, requires_grad=True)
    optimizer = make([w])
    path = []
    for k in range(STEPS):
        optimizer.zero_grad()
        (torch.tensor(a) * w * w + torch.sin(w + k / 10)).sum().backward()
        optimizer.step()
        path.append(w.detach().numpy().copy())
    golden.arrays[f"steps/{name}"] = np.array(path)


O = torch.optim
steps("sgd", lambda p: O.SGD(p, lr=0.05))
steps("sgd decay", lambda p: O.SGD(p, lr=0.05, weight_decay=0.1))
steps("sgd momentum", lambda p: O.SGD(p, lr=0.05, momentum=0.9))
steps("sgd dampening", lambda p: O.SGD(p, lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.01))
steps("sgd nesterov", lambda p: O.SGD(p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.02))
steps("adagrad", lambda p: O.Adagrad(p, lr=0.1, eps=1e-7))
steps("adagrad all", lambda p: O.Adagrad(p, lr=0.1, lr_decay=0.02, weight_decay=0.05, initial_accumulator_value=0.3, eps=1e-5))
steps("rmsprop", lambda p: O.RMSprop(p, lr=0.02))
steps("rmsprop centered", lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, eps=1e-6, centered=True))
steps("rmsprop momentum", lambda p: O.RMSprop(p, lr=0.02, alpha=0.95, momentum=0.7, weight_decay=0.03))
steps("rmsprop all", lambda p: O.RMSprop(p, lr=0.01, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.03))
steps("adadelta", lambda p: O.Adadelta(p, lr=1.0, rho=0.95, eps=1e-6))
steps("adadelta all", lambda p: O.Adadelta(p, lr=0.7, rho=0.9, eps=1e-4, weight_decay=0.05))
steps("adam", lambda p: O.Adam(p, lr=0.05))
steps("adam all", lambda p: O.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1, amsgrad=True))
steps("adamw", lambda p: O.AdamW(p, lr=0.05))
steps("adamw all", lambda p: O.AdamW(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.2, amsgrad=True))
steps("adamax", lambda p: O.Adamax(p, lr=0.05, weight_decay=0.02))
steps("nadam", lambda p: O.NAdam(p, lr=0.05, weight_decay=0.02))


def rates(name, make, count=60, errors=None, base=0.1):
    optimizer = O.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    schedule = make(optimizer)
    seen = []
    for k in range(count):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if errors is None:
            schedule.step()
        else:
            schedule.step(errors[k])
    golden.arrays[f"rates/{name}"] = np.array(seen)


S = torch.optim.lr_scheduler
rates("step", lambda o: S.StepLR(o, 7, gamma=0.5))
rates("milestones", lambda o: S.MultiStepLR(o, [5, 20, 41], gamma=0.3))
rates("exponential", lambda o: S.ExponentialLR(o, 0.93))
rates("linear", lambda o: S.LinearLR(o, start_factor=1.0, end_factor=0.02, total_iters=40))
rates("inverse", lambda o: S.LambdaLR(o, lambda k: 1 / (1 + k / 4)))
rates("cosine", lambda o: S.CosineAnnealingLR(o, 60, eta_min=0.003))
rates("onecycle", lambda o: S.OneCycleLR(o, 0.4, total_steps=61, cycle_momentum=False))
rates("triangles", lambda o: S.CyclicLR(o, 0.1, 0.5, step_size_up=8, cycle_momentum=False))
rates("shrinking triangles", lambda o: S.CyclicLR(o, 0.1, 0.5, step_size_up=8, mode="triangular2", cycle_momentum=False))
errors = 1 + np.exp(-np.arange(60) / 4) + 0.02 * golden.rng.uniform(-1, 1, 60)
golden.arrays["errors"] = errors
rates("plateau", lambda o: S.ReduceLROnPlateau(o, patience=3), errors=errors)
rates("plateau absolute", lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=2, threshold=0.01, threshold_mode="abs", min_lr=0.005), errors=errors)

grads = [golden.rng.uniform(-3, 3, shape) for shape in [(3, 4), (5,), (1,)]]
for name, clip in [("norm", lambda p: torch.nn.utils.clip_grad_norm_(p, 2.5)), ("value", lambda p: torch.nn.utils.clip_grad_value_(p, 1.2))]:
    tensors = [torch.zeros(g.shape, requires_grad=True) for g in grads]
    for t, g in zip(tensors, grads):
        t.grad = torch.tensor(g)
    before = clip(tensors)
    if before is not None:
        golden.arrays["clip/length"] = np.array([before.item()])
    for i, t in enumerate(tensors):
        golden.arrays[f"clip/in{i}"] = grads[i]
        golden.arrays[f"clip/{name}{i}"] = t.grad.numpy()


def beale(p):
    x, y = p
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y ** 3) ** 2


def himmelblau(p):
    x, y = p
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def slope(f):
    def of(p):
        x = torch.tensor(p, requires_grad=True)
        f(x).backward()
        return x.grad.numpy()
    return of


golden.arrays["minima/rosenbrock"] = minimize(rosen, [-1.2, 1], jac=rosen_der, method="BFGS", options={"gtol": 1e-11}).x
golden.arrays["minima/beale"] = minimize(beale, [1, 1.0], jac=slope(beale), method="CG", options={"gtol": 1e-11}).x
for i, begin in enumerate([[3.5, 1.5], [-2.5, 3.0], [-3.5, -3.0], [3.0, -2.0]]):
    golden.arrays[f"minima/himmelblau{i}"] = minimize(himmelblau, np.array(begin), jac=slope(himmelblau), method="BFGS", options={"gtol": 1e-11}).x
many = minimize(rosen, np.linspace(-1, 1.5, 10), jac=rosen_der, method="L-BFGS-B", options={"gtol": 1e-12, "ftol": 1e-20, "maxiter": 2000})
golden.arrays["minima/rosenbrock ten"] = many.x
golden.save()
