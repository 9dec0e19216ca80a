"""Products of vectors, matrices and batches; einsum."""

import torch

v = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
m = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]], requires_grad=True)
print(v @ v, m @ v, torch.mv(m, v), torch.dot(v, v), sep="\n")
print(m @ m.T, torch.mm(m, m.t()), torch.matmul(m, v), sep="\n")
# Releases differ in the name of the first grad_fn, and of those of einsum.
print((v[:2] @ m).detach(), torch.outer(v, v[:2]), sep="\n")
batch = torch.arange(12.0).view(2, 2, 3)
print((batch @ v).shape, (batch @ m.T).shape, torch.bmm(batch, batch.transpose(1, 2)).shape)
print((torch.ones(4, 1, 2, 3) @ torch.ones(5, 3, 2)).shape)
(m @ v).sum().backward()
print(v.grad, m.grad, sep="\n")
m.grad = None
(m @ m.T).diagonal().sum().backward()
print(m.grad)

for equation, operands in {
    "i,i->": (v, v),
    "i,j->ij": (v[:2], v),
    "ij,jk->ik": (m, m.T),
    "ij,kj": (m, m),
    "ii->i": (m @ m.T,),
    "ij->ji": (m,),
    "ij->": (m,),
    "bij,j->bi": (batch, v),
    "...j,j->...": (batch, v),
    "bij,bkj->bik": (batch, batch),
}.items():
    print(equation, torch.einsum(equation, *operands).detach())
v.grad = None
torch.einsum("ij,j->", m, v).backward()
print(v.grad)
for left, right in ((m, m), (m, v[:2]), (v, m), (batch, batch), (torch.tensor(1.0), v), (v, v[:2])):
    try:
        left @ right
    except RuntimeError as fault:
        # Newer releases name the operands of one of these.
        print(str(fault).replace("input (2), mat (2x3), vec (2)", "2, 2x3,2"))
