import { erf } from '../src/lib/ops/erf';

/** Reads the LaTeX that formulas with numbers are written in, and computes what it says. */

/** Says that a piece isn't arithmetic that can be read here: a matrix, an operation by its name. */
class Unread extends Error {}

const functions: Readonly<Record<string, (...args: number[]) => number>> = {
  '\\ln': Math.log,
  '\\log_{2}': Math.log2,
  '\\log_{10}': Math.log10,
  '\\sin': Math.sin,
  '\\cos': Math.cos,
  '\\tan': Math.tan,
  '\\arcsin': Math.asin,
  '\\arccos': Math.acos,
  '\\arctan': Math.atan,
  '\\sinh': Math.sinh,
  '\\cosh': Math.cosh,
  '\\tanh': Math.tanh,
  '\\sigma': (x) => 1 / (1 + Math.exp(-x)),
  '\\operatorname{atan2}': Math.atan2,
  '\\operatorname{arsinh}': Math.asinh,
  '\\operatorname{arcosh}': Math.acosh,
  '\\operatorname{artanh}': Math.atanh,
  '\\operatorname{erf}': erf,
  '\\operatorname{sign}': Math.sign,
  '\\operatorname{trunc}': Math.trunc,
  '\\operatorname{softplus}': (x) => Math.log1p(Math.exp(x)),
  '\\operatorname{ReLU}': (x) => Math.max(0, x)
};

const TOKEN =
  /\\left\\lfloor|\\left\\lceil|\\right\\rfloor|\\right\\rceil|\\left.|\\right.|\\begin\{cases\}|\\end\{cases\}|\\operatorname\{\w+\}|\\log_\{\d+\}|\\text\{\w+\}|\\\\|\\[a-zA-Z]+|\\,|\d+(?:\.\d+)?|[-+^{}&<=,e]|\S/g;

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.tokens = text.match(TOKEN) ?? [];
  }

  private get next(): string {
    return this.tokens[this.at] ?? '';
  }

  private take(wanted: string): void {
    if (this.next !== wanted) throw new Unread(`${this.next} for ${wanted}`);
    this.at += 1;
  }

  private has(wanted: string): boolean {
    const found = this.next === wanted;
    if (found) this.at += 1;
    return found;
  }

  whole(): number {
    const value = this.sum();
    if (this.next !== '') throw new Unread(this.next);
    return value;
  }

  private condition(): boolean {
    if (this.has('\\text{otherwise}')) return true;
    let holds = true;
    let left = this.sum();
    while (['<', '\\le', '=', '\\ne'].includes(this.next)) {
      const sign = this.next;
      this.at += 1;
      const right = this.sum();
      if (sign === '<') holds &&= left < right;
      else if (sign === '\\le') holds &&= left <= right;
      else holds &&= (left === right) === (sign === '=');
      left = right;
    }
    return holds;
  }

  private sum(): number {
    let value = this.has('-') ? -this.product() : this.product();
    for (;;) {
      if (this.has('+')) value += this.product();
      else if (this.has('-')) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.power();
    for (;;) {
      const isSaid = this.has('\\cdot') || this.has('\\times') || this.has('\\,');
      // Side by side is a product too.
      if (!isSaid && !/^(\\left\(|\\frac|\\sqrt|\\l[no]|e$)/.test(this.next)) return value;
      value *= this.power();
    }
  }

  private power(): number {
    const base = this.atom();
    if (!this.has('^')) return base;
    this.take('{');
    const exponent = this.sum();
    this.take('}');
    return base ** exponent;
  }

  private braced(): number {
    this.take('{');
    const value = this.sum();
    this.take('}');
    return value;
  }

  private enclosed(end: string, f: (x: number) => number): number {
    const value = this.sum();
    this.take(end);
    return f(value);
  }

  private cases(): number {
    let found: number | null = null;
    do {
      const value = this.sum();
      this.take('&');
      if (this.condition()) found ??= value;
    } while (this.has('\\\\'));
    this.take('\\end{cases}');
    return found ?? NaN;
  }

  private atom(): number {
    const token = this.next;
    this.at += 1;
    if (/^\d/.test(token)) return Number(token);
    const f = functions[token];
    if (f) {
      this.take('\\left(');
      const args = [this.sum()];
      while (this.has(',')) args.push(this.sum());
      this.take('\\right)');
      return f(...args);
    }
    switch (token) {
      case 'e':
        return Math.E;
      case '\\pi':
        return Math.PI;
      case '\\infty':
        return Infinity;
      case '\\text{NaN}':
        return NaN;
      case '\\frac': {
        const top = this.braced();
        return top / this.braced();
      }
      case '\\sqrt':
        return Math.sqrt(this.braced());
      case '\\left(':
        return this.enclosed('\\right)', (x) => x);
      case '\\left|':
        return this.enclosed('\\right|', Math.abs);
      case '\\left\\lfloor':
        return this.enclosed('\\right\\rfloor', Math.floor);
      case '\\left\\lceil':
        return this.enclosed('\\right\\rceil', Math.ceil);
      case '\\begin{cases}':
        return this.cases();
      default:
        throw new Unread(token);
    }
  }
}

/** The number that a formula without names says; null where it isn't arithmetic. */
export function latexValue(text: string): number | null {
  try {
    return new Reader(text).whole();
  } catch (error) {
    if (error instanceof Unread) return null;
    throw error;
  }
}

/** What stands in the braces that open at a place, and where they end. */
function inBraces(text: string, open: number): { readonly inside: string; readonly end: number } {
  let depth = 0;
  for (let k = open; k < text.length; k++) {
    if (text[k] === '{') depth += 1;
    if (text[k] === '}') depth -= 1;
    if (depth === 0) return { inside: text.slice(open + 1, k), end: k + 1 };
  }
  throw new Error(`braces stay open in ${text}`);
}

/** A formula without colours and without what is written below braces. */
export function bareLatex(text: string): string {
  const colour = /\\htmlClass\{[\w-]+\}/.exec(text);
  if (colour) {
    const { inside, end } = inBraces(text, colour.index + colour[0].length);
    return bareLatex(text.slice(0, colour.index) + inside + text.slice(end));
  }
  const at = text.indexOf('\\underbrace');
  if (at < 0) return text;
  const { inside, end } = inBraces(text, at + '\\underbrace'.length);
  const note = inBraces(text, end + 1);
  return bareLatex(text.slice(0, at) + inside + text.slice(note.end));
}
