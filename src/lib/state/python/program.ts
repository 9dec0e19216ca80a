import { LIMITS } from './protocol';

const KEY = 'backflow.python';

/** What an empty editor starts with. */
export const FIRST_PROGRAM = `import torch

# A leaf: a tensor that asks for its gradient.
x = torch.tensor(2.0, requires_grad=True)

# Everything computed from it is recorded ...
y = x ** 2 + 2 * x + 1
print(y)

# ... so that backward() can go from y back to x.
y.backward()
print("dy/dx at 2 is", x.grad)
`;

/** The program that this browser keeps. */
export function kept(): string {
  try {
    return localStorage.getItem(KEY) ?? FIRST_PROGRAM;
  } catch {
    return FIRST_PROGRAM;
  }
}

export function keep(program: string): void {
  try {
    if (program.length <= LIMITS.code) localStorage.setItem(KEY, program);
  } catch {
    // Without storage the program lasts as long as the page.
  }
}
