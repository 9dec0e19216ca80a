"""Learning rates from step to step."""

import torch
from torch.optim import lr_scheduler as S
def run(make, n=8):
    p = torch.zeros(1, requires_grad=True)
    opt = torch.optim.SGD([p], lr=0.1); s = make(opt); out = []
    for i in range(n):
        opt.step(); out.append(round(opt.param_groups[0]['lr'], 6)); s.step()
    return out, s.get_last_lr()
print(run(lambda o: S.StepLR(o, 2, 0.5)))
print(run(lambda o: S.MultiStepLR(o, [2, 5], gamma=0.1)))
print(run(lambda o: S.ExponentialLR(o, 0.9)))
print(run(lambda o: S.CosineAnnealingLR(o, T_max=5))[0])
print(run(lambda o: S.LambdaLR(o, lambda e: 0.95 ** e)))
print(run(lambda o: S.LinearLR(o, start_factor=0.5, total_iters=4)))
print(run(lambda o: S.ConstantLR(o, factor=0.5, total_iters=4)))
print(run(lambda o: S.OneCycleLR(o, max_lr=0.5, total_steps=10)))
print(run(lambda o: S.CyclicLR(o, 0.01, 0.1, step_size_up=3)))
print(run(lambda o: S.CyclicLR(o, 0.01, 0.1, step_size_up=2, step_size_down=3, mode='triangular2', cycle_momentum=False)), run(lambda o: S.OneCycleLR(o, max_lr=0.5, epochs=5, steps_per_epoch=2, anneal_strategy='linear', three_phase=True)))
print(run(lambda o: S.CosineAnnealingWarmRestarts(o, T_0=3)))
print(run(lambda o: S.PolynomialLR(o, total_iters=5, power=2)))
print(run(lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9)], milestones=[2])))
print(run(lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9)]), 3)[0]) if hasattr(S, 'ChainedScheduler') else None
p = torch.zeros(1, requires_grad=True); o = torch.optim.SGD([p], lr=0.1)
s = S.ReduceLROnPlateau(o, 'min', factor=0.1, patience=1, verbose=True)
for v in [1, 0.9, 0.9, 0.9, 0.9, 0.9]: s.step(v); print(o.param_groups[0]['lr'])
s = S.StepLR(o, 1); s.step()
print(s.state_dict()['_last_lr'])
