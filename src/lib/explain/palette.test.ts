import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { operations } from '../ops/registry';
import { byShelf, paletteItems, searchPalette } from './palette';

const found = (query: string): string[] => searchPalette(query).map(({ name }) => name);

describe('the palette', () => {
  it('has every operation that works on tensors, an input and a function, each on one shelf', () => {
    expect(paletteItems.map(({ name }) => name)).toEqual([
      'input',
      'function',
      ...operations
        .filter(
          ({ family, torch }) =>
            family !== 'creation' && torch.functions.length + torch.methods.length > 0
        )
        .map(({ name }) => name)
    ]);
    const shelved = byShelf(paletteItems).flatMap(([, items]) => items);
    expect(new Set(shelved)).toEqual(new Set(paletteItems));
    expect(shelved).toHaveLength(paletteItems.length);
  });

  it.each(paletteItems.map(({ name, latex }) => [name, latex]))('%s has a formula', (_, latex) => {
    expect(latex).not.toBe('');
    expect(() => katex.renderToString(latex, { throwOnError: true })).not.toThrow();
  });

  it('finds by name first, then by PyTorch’s names, shelf and summary', () => {
    expect(found('tanh')[0]).toBe('tanh');
    expect(found('exp')[0]).toBe('exp');
    expect(found('**')[0]).toBe('pow');
    expect(found('*')[0]).toBe('mul');
    expect(found('torch.nn.functional.relu')[0]).toBe('relu');
    expect(found('true_divide')).toEqual(['div']);
    expect(found('divide')[0]).toBe('div');
    expect(found('functional.tanh')[0]).toBe('tanh');
    expect(found('tanh').slice(0, 2)).toEqual(['tanh', 'tanhshrink']);
    expect(found('tan').slice(0, 2)).toEqual(['tan', 'tanh']);
    expect(found('arctan')).toEqual(['atan', 'atan2', 'atanh']);
    expect(found('trigonometry').slice(0, 3)).toEqual(['sin', 'cos', 'tan']);
    expect(found('angle')).toContain('sin');
    expect(found('SIN')[0]).toBe('sin');
    expect(found('leaf')[0]).toBe('input');
    expect(found('custom')[0]).toBe('function');
  });

  it('takes several words together, and may find nothing', () => {
    expect(found('  angle   cosine ')).toEqual(['cos', 'acos', 'cosine_similarity']);
    expect(found('angle radians cosine')).toEqual(['cos']);
    expect(found('zebra')).toEqual([]);
    expect(found('')).toHaveLength(paletteItems.length);
  });
});
