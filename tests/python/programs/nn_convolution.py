"""A small convolutional network: shapes, seeds, values, gradients."""

import torch
from torch import nn

torch.manual_seed(3)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 2, kernel_size=3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(2, 3, (2, 1), stride=(1, 2), bias=False),
            nn.AvgPool2d((2, 1), stride=1),
        )
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        x = self.features(x)
        return self.head(torch.flatten(x, 1))


net = Net()
print(net)
for name, parameter in net.named_parameters():
    print(name, tuple(parameter.shape))
print(net.features[0].weight)
x = torch.randn(2, 1, 6, 6)
for layer in net.features:
    x = layer(x)
    print(type(layer).__name__, tuple(x.shape))
x = torch.randn(2, 1, 6, 6)
out = net(x)
print(out)
out.sum().backward()
print(net.features[0].weight.grad)
print(net.features[3].weight.grad)

signal = torch.arange(8.0).reshape(1, 1, 8)
kernel = nn.Conv1d(1, 1, 3, padding="same", bias=False)
with torch.no_grad():
    kernel.weight.copy_(torch.tensor([[[1.0, 0.0, -1.0]]]))
print(kernel, kernel(signal).detach())
print(nn.Conv1d(1, 1, 3, padding=1, padding_mode="circular"))
print(nn.MaxPool1d(2)(signal), nn.AvgPool1d(4, 2)(signal), nn.MaxPool1d(3, stride=2))
image = torch.arange(16.0).reshape(1, 1, 4, 4)
print(nn.AdaptiveAvgPool2d(1)(image), nn.AdaptiveAvgPool2d((2, 2))(image))
print(nn.AdaptiveMaxPool2d(3)(image))
print(nn.ZeroPad2d((1, 0, 0, 1))(image[:, :, :2, :2]), nn.ReflectionPad1d(2)(signal))
print(nn.Flatten()(image).shape, nn.Unflatten(1, (2, 4))(torch.zeros(3, 8)).shape)
print(nn.PixelShuffle(2)(image.reshape(1, 4, 2, 2)))

for action in (
    lambda: nn.Conv2d(3, 4, 3, groups=2),
    lambda: nn.Conv2d(2, 2, 3, padding="same", stride=2),
    lambda: nn.Conv2d(1, 1, 3)(torch.zeros(1, 2, 4, 4)),
):
    try:
        action()
    except (RuntimeError, ValueError) as error:
        print(error)
