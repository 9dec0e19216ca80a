/** A piece of a line: how it is set, and how far above the base line, in em of the whole text. */
export interface Run {
  readonly text: string;
  readonly italic: boolean;
  readonly bold: boolean;
  /** Share of the text's size. */
  readonly size: number;
  /** Above the base line, in em. */
  readonly rise: number;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ϵ', varepsilon: 'ε', zeta: 'ζ' },
  ...{ eta: 'η', theta: 'θ', vartheta: 'ϑ', iota: 'ι', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν' },
  ...{ xi: 'ξ', pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', upsilon: 'υ', phi: 'ϕ', varphi: 'φ' },
  ...{ chi: 'χ', psi: 'ψ', omega: 'ω', Gamma: 'Γ', Delta: 'Δ', Theta: 'Θ', Lambda: 'Λ', Xi: 'Ξ' },
  ...{
    Pi: 'Π',
    Sigma: 'Σ',
    Upsilon: 'Υ',
    Phi: 'Φ',
    Psi: 'Ψ',
    Omega: 'Ω',
    partial: '∂',
    nabla: '∇'
  },
  ...{ infty: '∞', sum: '∑', prod: '∏', int: '∫', sqrt: '√', times: '×', cdot: '·', div: '÷' },
  ...{ pm: '±', mp: '∓', leq: '≤', le: '≤', geq: '≥', ge: '≥', neq: '≠', ne: '≠', approx: '≈' },
  ...{ equiv: '≡', sim: '∼', propto: '∝', ll: '≪', gg: '≫', in: '∈', notin: '∉', forall: '∀' },
  ...{ exists: '∃', emptyset: '∅', cup: '∪', cap: '∩', subset: '⊂', subseteq: '⊆', to: '→' },
  ...{ rightarrow: '→', leftarrow: '←', Rightarrow: '⇒', Leftarrow: '⇐', leftrightarrow: '↔' },
  ...{ mapsto: '↦', uparrow: '↑', downarrow: '↓', ldots: '…', cdots: '⋯', dots: '…', circ: '∘' },
  ...{ odot: '⊙', otimes: '⊗', oplus: '⊕', ast: '∗', star: '⋆', prime: '′', degree: '°' },
  ...{ ell: 'ℓ', hbar: 'ℏ', Re: 'ℜ', Im: 'ℑ', langle: '⟨', rangle: '⟩', Vert: '‖', mid: '|' },
  ...{ vert: '|', backslash: '\\', mathbb: '', quad: '\u2003', qquad: '\u2003\u2003' }
};
const FUNCTIONS =
  /^(?:sin|cos|tan|sinh|cosh|tanh|exp|log|ln|max|min|arg|det|lim|arcsin|arccos|arctan|sup|inf)$/;
const ACCENTS: Readonly<Record<string, string>> = {
  ...{ hat: '\u0302', bar: '\u0304', overline: '\u0304', vec: '\u20d7', tilde: '\u0303' },
  ...{ dot: '\u0307', ddot: '\u0308' }
};
const UPRIGHT = new Set([
  'mathrm',
  'text',
  'mathdefault',
  'mathsf',
  'mathtt',
  'operatorname',
  'rm'
]);
const SPACES: Readonly<Record<string, string>> = {
  ...{ ',': '\u2009', ':': '\u2005', ';': '\u2004', ' ': ' ', '!': '', '/': '' }
};

interface Style {
  readonly italic: boolean;
  readonly bold: boolean;
  readonly size: number;
  readonly rise: number;
}
const PLAIN: Style = { italic: false, bold: false, size: 1, rise: 0 };

class Reader {
  #at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  get #next(): string {
    return this.#source[this.#at] ?? '';
  }

  /** Reads to the end, or to the brace that closes a group. */
  all(style: Style, isGroup = false): Run[] {
    const runs: Run[] = [];
    while (this.#at < this.#source.length) {
      if (isGroup && this.#next === '}') {
        this.#at++;
        break;
      }
      runs.push(...this.#one(style));
    }
    return runs;
  }

  /** The next group or sign, as an argument. */
  #argument(style: Style): Run[] {
    while (this.#next === ' ') this.#at++;
    if (this.#next !== '{') return this.#one(style);
    this.#at++;
    return this.all(style, true);
  }

  #one(style: Style): Run[] {
    const sign = this.#next;
    this.#at++;
    if (sign === '') return [];
    if (sign === '{') return this.all(style, true);
    if (sign === '^' || sign === '_') {
      const shift = (sign === '^' ? 0.4 : -0.22) * style.size;
      return this.#argument({ ...style, size: style.size * 0.7, rise: style.rise + shift });
    }
    if (sign === '\\') return this.#command(style);
    if (sign === ' ') return [];
    if (sign === "'") return [run('′', { ...style, italic: false })];
    if (/[-+=<>∈≤≥≈→]/.test(sign)) return [run(spaced(sign, style), { ...style, italic: false })];
    return [run(sign, { ...style, italic: style.italic && /\p{L}/u.test(sign) })];
  }

  #command(style: Style): Run[] {
    const name = /^[A-Za-z]+/.exec(this.#source.slice(this.#at))?.[0] ?? this.#next;
    this.#at += name.length;
    if (/^[A-Za-z]/.test(name) && this.#next === ' ') this.#at++;
    const upright = { ...style, italic: false };
    if (name === 'frac' || name === 'dfrac' || name === 'tfrac') {
      const [over, under] = [this.#argument(style), this.#argument(style)];
      return [...enclosed(over, style), run('/', upright), ...enclosed(under, style)];
    }
    if (name === 'sqrt') return [run('√', upright), ...enclosed(this.#argument(style), style)];
    if (name === 'left' || name === 'right') {
      if (this.#next === '.') this.#at++;
      return [];
    }
    if (UPRIGHT.has(name)) return this.#argument(upright);
    if (name === 'mathbf' || name === 'bf' || name === 'boldsymbol')
      return this.#argument({ ...upright, bold: true });
    if (name === 'mathit' || name === 'it') return this.#argument({ ...style, italic: true });
    if (/^math(?:cal|bb|frak|scr)$/.test(name)) return this.#argument(style);
    const accent = ACCENTS[name];
    if (accent !== undefined)
      return this.#argument(style).map((r) => ({ ...r, text: r.text + accent }));
    if (FUNCTIONS.test(name)) return [run(name, upright), ...this.#thin(upright)];
    const symbol = SYMBOLS[name] ?? SPACES[name];
    if (symbol !== undefined) {
      const isLetter = /^[α-ωϕϵϑ]$/u.test(symbol);
      const isRelation = /^[≤≥≠≈≡∼∝≪≫∈∉⊂⊆→←⇒⇐↔↦±∓×·]$/u.test(symbol);
      return [
        run(isRelation ? spaced(symbol, style) : symbol, {
          ...style,
          italic: style.italic && isLetter
        })
      ];
    }
    // Signs that are escaped stand for themselves; unknown names show what they are.
    return [run(/^[A-Za-z]/.test(name) ? `\\${name}` : name, upright)];
  }

  /** A thin space after a function's name, but not before a bracket or an exponent. */
  #thin(style: Style): Run[] {
    return /^[\s({^_]?$|^[({^_]/.test(this.#source.slice(this.#at).trimStart().slice(0, 1))
      ? []
      : [run('\u2009', style)];
  }
}

const run = (text: string, style: Style): Run => ({ text, ...style });
/** Relations stand apart from their sides, but not in exponents. */
function spaced(sign: string, { size }: Style): string {
  const shown = sign === '-' ? '−' : sign;
  return size < 1 ? shown : `\u2009${shown}\u2009`;
}
const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');
const enclosed = (runs: Run[], style: Style): Run[] =>
  /^[^\s+−±\u2009/]*$/u.test(textOf(runs))
    ? runs
    : [run('(', { ...style, italic: false }), ...runs, run(')', { ...style, italic: false })];

/** Neighbours that are set alike become one. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const next of runs) {
    const last = result.at(-1);
    const isAlike =
      last &&
      last.italic === next.italic &&
      last.bold === next.bold &&
      last.size === next.size &&
      last.rise === next.rise;
    if (isAlike) result[result.length - 1] = { ...last, text: last.text + next.text };
    else if (next.text !== '') result.push(next);
  }
  return result;
}

/** A line of matplotlib's text: what stands between two `$` is mathematics, a `\$` is a dollar. */
export function runsOf(line: string): Run[] {
  const parts = line.split(/(?<!\\)\$/);
  const plain = (text: string): Run[] => [run(text.replaceAll('\\$', '$'), PLAIN)];
  // As in matplotlib, a dollar without a partner leaves all of it plain.
  if (parts.length % 2 === 0) return joined(plain(line));
  return joined(
    parts.flatMap((part, i) =>
      i % 2 === 0
        ? plain(part)
        : new Reader(part.replaceAll('\\$', '$')).all({ ...PLAIN, italic: true })
    )
  );
}

/** The same without any setting, for lists and screen readers. */
export const plainText = (text: string): string =>
  text
    .split('\n')
    .map((line) => textOf(runsOf(line)).replaceAll('\u2009', ' ').replace(/ +/g, ' '))
    .join(' ');

/** Advance of a sign in em, on the safe side for the page's sans-serif. */
function advance(sign: string): number {
  if (/\p{M}/u.test(sign)) return 0;
  if (/[ijl.,:;'|!()[\]ftrI\u2009]/.test(sign)) return 0.36;
  if (/[mwMW@%…⋯]/.test(sign)) return 0.9;
  if (/[A-Z∇∑∏⇒→←×=+−<>≤≥]/u.test(sign)) return 0.68;
  if (sign === ' ') return 0.3;
  return 0.58;
}

/** Width of a line in pixels. */
export const widthOf = (line: string, fontSize: number): number =>
  runsOf(line).reduce(
    (sum, { text, size, bold }) =>
      sum +
      [...text].reduce((all, sign) => all + advance(sign), 0) * size * fontSize * (bold ? 1.06 : 1),
    0
  );

/** Lines of a text with the width of the widest and the height of all. */
export function blockOf(
  text: string,
  fontSize: number
): { lines: string[]; width: number; height: number } {
  const lines = text.split('\n');
  return {
    lines,
    width: Math.max(...lines.map((line) => widthOf(line, fontSize))),
    height: lines.length * fontSize * 1.2
  };
}
