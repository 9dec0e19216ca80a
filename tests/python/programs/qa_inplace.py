"""Methods that change their tensor, also through views."""

import torch
x = torch.arange(6.).view(2, 3)
y = x.view(-1); y[0] = 100; print(x, x.data_ptr() == y.data_ptr(), x.storage_offset(), x.stride(), x.t().stride())
z = x[0]; z += 1; print(x); c = x.clone(); c.zero_(); print(x.sum())
w = torch.ones(3, requires_grad=True)
with torch.no_grad(): w[0] = 5
print(w); v = w * 2; v[1] = 0; v.sum().backward(); print(w.grad)
try:
    a = torch.ones(2, requires_grad=True); b = a ** 2; b += 1; c = b ** 2; b *= 2; c.sum().backward()
except RuntimeError as e: print(e)
try:
    a = torch.ones(2, requires_grad=True).exp(); a += 1; a.sum().backward()
except RuntimeError as e: print(str(e)[:80])
x = torch.zeros(2, 2); x.fill_(3); x.mul_(2).sub_(1).clamp_(max=4); print(x); x.index_fill_(0, torch.tensor([0]), -1); print(x); x.masked_fill_(x > 0, 9); print(x)
x.fill_diagonal_(7); print(x); x.t_(); x.unsqueeze_(0); print(x.shape); x.squeeze_(); x.resize_(4); print(x); x.copy_(torch.arange(4)); print(x, x.pow_(2), x.sqrt_(), x.neg_(), x.abs_(), x.exp_().log_().round_())
x.index_add_(0, torch.tensor([0, 0]), torch.ones(2)); print(x); x.scatter_(0, torch.tensor([1]), torch.tensor([42.])); print(x); x.index_copy_(0, torch.tensor([3]), torch.tensor([-5.])); print(x); x.put_(torch.tensor([0]), torch.tensor([8.])) if hasattr(x, 'put_') else None
x.addcmul_(torch.ones(4), torch.ones(4), value=2); x.addcdiv_(torch.ones(4), torch.full((4,), 2.)); x.lerp_(torch.zeros(4), 0.5); print(x); x.cumsum_(0); print(x); x.sigmoid_(); x.tanh_(); x.relu_(); x.div_(2, rounding_mode='floor'); print(x)
