"""Learning by rewards."""

import torch, torch.nn as nn
from torch.distributions import Categorical
torch.manual_seed(1)
class Policy(nn.Module):
    def __init__(self):
        super().__init__(); self.affine1 = nn.Linear(4, 8); self.action_head = nn.Linear(8, 2); self.value_head = nn.Linear(8, 1); self.saved = []; self.rewards = []
    def forward(self, x):
        x = torch.relu(self.affine1(x)); return torch.softmax(self.action_head(x), dim=-1), self.value_head(x)
model = Policy(); opt = torch.optim.Adam(model.parameters(), lr=3e-2); eps = 1.1920928955078125e-07
for ep in range(2):
    for t in range(4):
        probs, v = model(torch.ones(4) * t); m = Categorical(probs); a = m.sample(); model.saved.append((m.log_prob(a), v)); model.rewards.append(float(a.item()))
    R = 0; returns = []
    for r in model.rewards[::-1]: R = r + 0.99 * R; returns.insert(0, R)
    returns = torch.tensor(returns); returns = (returns - returns.mean()) / (returns.std() + eps)
    pl, vl = [], []
    for (lp, v), R in zip(model.saved, returns): adv = R - v.item(); pl.append(-lp * adv); vl.append(nn.functional.smooth_l1_loss(v, torch.tensor([R])))
    opt.zero_grad(); loss = torch.stack(pl).sum() + torch.stack(vl).sum(); loss.backward(); opt.step(); print(model.rewards, f"{loss.item():.4f}"); del model.rewards[:], model.saved[:]
