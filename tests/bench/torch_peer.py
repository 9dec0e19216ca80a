"""PyTorch's side of the benchmark: reads one JSON request per line, answers one JSON line each."""

import json
import sys
import time

import torch

OPS = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "tanh": torch.tanh,
    "sin": torch.sin,
    "exp": torch.exp,
}


class Build:
    """Operations called one by one on 0-d tensors, then `backward()`."""

    def __init__(self, workload):
        graph = workload["graph"]
        self.leaves = [torch.tensor(value, requires_grad=True) for value in graph["leaves"]]
        self.calls = [(OPS[node["op"]], *node["args"]) for node in graph["nodes"]]

    def iterate(self):
        for leaf in self.leaves:
            leaf.grad = None
        values = list(self.leaves)
        for op, *args in self.calls:
            if len(args) == 1:
                values.append(op(values[args[0]]))
            else:
                values.append(op(values[args[0]], values[args[1]]))
        self.root = values[-1]
        self.root.backward()

    def results(self):
        self.iterate()
        grads = [0.0 if leaf.grad is None else leaf.grad.item() for leaf in self.leaves]
        return [self.root.item(), *grads]


class Train:
    """Forward, backward and a step of gradient descent."""

    def __init__(self, workload):
        self.network = workload["network"]
        self.steps = self.network["comparedSteps"]
        self.inputs = torch.tensor(self.network["inputs"])
        self.targets = torch.tensor(self.network["targets"])
        self.start()

    def start(self):
        layers = zip(self.network["weights"], self.network["biases"])
        self.parameters = [
            torch.tensor(values, requires_grad=True) for layer in layers for values in layer
        ]

    def iterate(self):
        parameters = self.parameters
        x = self.inputs
        for k in range(0, len(parameters), 2):
            x = torch.nn.functional.linear(x, parameters[k], parameters[k + 1])
            if k < len(parameters) - 2:
                x = torch.tanh(x)
        self.loss = torch.nn.functional.mse_loss(x, self.targets)
        self.loss.backward()
        with torch.no_grad():
            for parameter in parameters:
                parameter -= self.network["rate"] * parameter.grad
                parameter.grad = None

    def results(self):
        self.start()
        for _ in range(self.steps):
            self.iterate()
        flat = [value for parameter in self.parameters for value in parameter.flatten().tolist()]
        return [self.loss.item(), *flat]


def timed(workload, iterations):
    start = time.perf_counter()
    for _ in range(iterations):
        workload.iterate()
    return (time.perf_counter() - start) * 1000


class Peer:
    def __init__(self):
        # With one thread, and with as many as it takes by itself; the better one counts.
        self.threads = sorted({1, torch.get_num_threads()})

    def answer(self, request):
        if "prepare" in request:
            workload = request["prepare"]
            kinds = {"build": Build, "mlp-step": Train}
            if workload["name"] not in kinds:
                return []
            self.workload = kinds[workload["name"]](workload)
            return ["torch"] * len(self.threads)
        if "time" in request:
            torch.set_num_threads(self.threads[request["time"]])
            return timed(self.workload, request["iterations"])
        return self.workload.results()


def main():
    peer = Peer()
    for line in sys.stdin:
        try:
            answer = {"ok": peer.answer(json.loads(line))}
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
