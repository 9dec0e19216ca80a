"""A network that goes on with names, letter by letter."""

import torch, torch.nn.functional as F, random
words = "emma olivia ava isabella sophia charlotte mia amelia harper evelyn".split()
chars = sorted(list(set(''.join(words)))); stoi = {s:i+1 for i,s in enumerate(chars)}; stoi['.'] = 0
itos = {i:s for s,i in stoi.items()}; V = len(itos)
block_size = 3
def build_dataset(words):
    X, Y = [], []
    for w in words:
        context = [0] * block_size
        for ch in w + '.':
            ix = stoi[ch]
            X.append(context); Y.append(ix)
            context = context[1:] + [ix]
    X = torch.tensor(X); Y = torch.tensor(Y)
    print(X.shape, Y.shape)
    return X, Y
random.seed(42); random.shuffle(words)
n1 = int(0.8*len(words))
Xtr, Ytr = build_dataset(words[:n1]); Xte, Yte = build_dataset(words[n1:])
g = torch.Generator().manual_seed(2147483647)
C = torch.randn((V, 2), generator=g)
W1 = torch.randn((6, 20), generator=g)
b1 = torch.randn(20, generator=g)
W2 = torch.randn((20, V), generator=g)
b2 = torch.randn(V, generator=g)
parameters = [C, W1, b1, W2, b2]
print(sum(p.nelement() for p in parameters))
for p in parameters:
    p.requires_grad = True
lre = torch.linspace(-3, 0, 10); lrs = 10**lre
print(lrs)
lossi = []
for i in range(30):
    ix = torch.randint(0, Xtr.shape[0], (8,), generator=g)
    emb = C[Xtr[ix]]
    h = torch.tanh(emb.view(-1, 6) @ W1 + b1)
    logits = h @ W2 + b2
    loss = F.cross_entropy(logits, Ytr[ix])
    for p in parameters: p.grad = None
    loss.backward()
    for p in parameters: p.data += -0.1 * p.grad
    lossi.append(loss.log10().item())
print([round(l, 4) for l in lossi[::6]])
@torch.no_grad()
def split_loss(split):
    x, y = {'train': (Xtr, Ytr), 'test': (Xte, Yte)}[split]
    emb = C[x]
    h = torch.tanh(emb.view(emb.shape[0], -1) @ W1 + b1)
    logits = h @ W2 + b2
    print(split, f"{F.cross_entropy(logits, y).item():.4f}")
split_loss('train'); split_loss('test')
g = torch.Generator().manual_seed(2147483647 + 10)
for _ in range(4):
    out = []; context = [0] * block_size
    while len(out) < 15:
        emb = C[torch.tensor([context])]
        h = torch.tanh(emb.view(1, -1) @ W1 + b1)
        probs = F.softmax(h @ W2 + b2, dim=1)
        ix = torch.multinomial(probs, num_samples=1, generator=g).item()
        context = context[1:] + [ix]
        out.append(ix)
        if ix == 0: break
    print(''.join(itos[i] for i in out))
