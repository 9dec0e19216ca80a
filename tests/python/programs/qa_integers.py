"""Types of whole numbers that are narrower than int64."""

import torch, numpy as np
img = torch.randint(0, 255, (2, 2), dtype=torch.uint8)
print(img.float().max() <= 255)
t = torch.tensor([1.7, -2.3]); print(t.int().tolist(), t.long(), t.short().tolist(), t.byte().tolist()[:1], t.bool(), t.double())
y = (torch.tensor([0.2, 0.7]) > 0.5).int(); print(y.sum().item(), y.float())
print(torch.arange(3, dtype=torch.int32).tolist(), torch.tensor([1, 2], dtype=torch.int16).float(), torch.IntTensor([1, 2]).tolist())
lab = torch.zeros(3, dtype=torch.int); lab[1] = 2; print(lab.tolist(), lab.sum().item())
