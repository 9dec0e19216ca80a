import type { SyntaxNode } from '@lezer/common';
import { functionOperation, methodOperation } from '../ops/registry';
import type { DType } from '../tensor/dtype';
import type { Expression, Keyword, Range } from './ast';
import { MAX_NESTING } from './check';
import { shortened, Fault } from './fault';
import { constants } from './keywords';
import { NO_LIST, NO_TUPLE, NOT_LITERAL } from './arguments';
import { creatorOf, creators, propertyCall, resolveCall } from './resolve';
import { numberValue } from './scan';

/**
 * `body` allows `return`, `None` and `ctx`; `value` allows lists and `linspace` and no names; `argument` is what sets
 * an operation.
 */
export type Mode = 'formula' | 'body' | 'value' | 'argument';

/** Terms in one chain such as `a + b + …`; in longer ones the parser gives up the order of operations. */
const MAX_CHAIN = 300;

const TEXT = "Text in quotes can't be used here";

/** Element types by the names that torch has for them. */
const dtypes: ReadonlyMap<string, DType> = new Map([
  ['torch.float32', 'float32'],
  ['torch.float', 'float32'],
  ['torch.float64', 'float64'],
  ['torch.double', 'float64'],
  ['torch.int64', 'int64'],
  ['torch.long', 'int64'],
  ['torch.bool', 'bool']
]);

const MODULES = new Set(['torch', 'math', 'F', 'np', 'numpy', 'nn']);

export function children(node: SyntaxNode): SyntaxNode[] {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
}

/** Turns the parser's expressions into ours and refuses, with the reason, what has no place in a graph. */
export class ExpressionReader {
  constructor(
    readonly source: string,
    readonly mode: Mode
  ) {}

  text(node: Range): string {
    return this.source.slice(node.from, node.to);
  }

  /** For what the checks before should have caught. */
  unreadable(node: Range): Fault {
    const to = Math.min(Math.max(node.to, node.from + 1), this.source.length);
    const text = shortened(this.text({ from: node.from, to }));
    return new Fault(`Python can't read this: \`${text}\``, { from: node.from, to });
  }

  /** @throws Fault */
  expression(node: SyntaxNode, depth: number): Expression {
    const { from, to } = node;
    if (depth > MAX_NESTING) {
      throw new Fault(`The formula is nested more than ${MAX_NESTING} deep`, {
        from,
        to: from + 1
      });
    }
    switch (node.name) {
      case 'Number':
        return this.number(node);
      case 'Boolean':
        return {
          kind: 'number',
          type: 'bool',
          value: this.text(node) === 'True' ? 1 : 0,
          from,
          to
        };
      case 'String':
        throw new Fault(TEXT, node);
      case 'None':
        if (this.mode === 'body') return { kind: 'none', from, to };
        throw new Fault("`None` can't be computed with", node);
      case 'VariableName':
        return this.name(node);
      case 'ParenthesizedExpression': {
        const [, inner, close] = children(node);
        if (!inner || close?.name !== ')') throw this.unreadable(node);
        return this.expression(inner, depth + 1);
      }
      case 'TupleExpression':
        if (this.mode === 'value') return this.list(node, depth);
        throw new Fault(NO_TUPLE, node);
      case 'ArrayExpression':
        if (this.mode === 'value') return this.list(node, depth);
        throw new Fault(NO_LIST, node);
      case 'BinaryExpression':
        return this.binary(node, depth);
      case 'UnaryExpression': {
        const [sign, operand] = children(node);
        if (!sign || !operand || sign.nextSibling?.nextSibling) throw this.unreadable(node);
        return {
          kind: 'unary',
          op: this.text(sign),
          operand: this.expression(operand, depth + 1),
          from,
          to
        };
      }
      case 'CallExpression':
        return this.call(node, depth);
      case 'MemberExpression':
        return this.member(node, depth);
      default:
        throw this.unreadable(node);
    }
  }

  /** An argument of a call: a value, or what sets an operation. */
  argument(node: SyntaxNode, depth: number): Expression {
    const { from, to } = node;
    const dtype = dtypes.get(this.dottedName(node) ?? '');
    if (dtype) return { kind: 'dtype', value: dtype, from, to };
    if (this.mode === 'value' || depth > MAX_NESTING) return this.expression(node, depth);
    switch (node.name) {
      case 'None':
        return { kind: 'none', from, to };
      case 'String':
        return { kind: 'text', value: this.text(node).slice(1, -1), from, to };
      case 'ArrayExpression':
      case 'TupleExpression':
        return this.list(node, depth);
      default:
        return this.expression(node, depth);
    }
  }

  private number(node: SyntaxNode): Expression {
    const text = this.text(node);
    const isFloat = /[.eE]/.test(text) && !/^0[xX]/.test(text);
    return {
      kind: 'number',
      type: isFloat ? 'float' : 'int',
      value: numberValue(text),
      from: node.from,
      to: node.to
    };
  }

  private name(node: SyntaxNode): Expression {
    const { from, to } = node;
    const name = this.text(node);
    const constant = constants.get(name);
    if (constant !== undefined) return { kind: 'number', type: 'float', value: constant, from, to };
    if (name === 'torch' || name === 'math') {
      throw new Fault(
        `\`${name}\` is a module: write what you need from it, e.g. \`torch.exp(x)\``,
        node
      );
    }
    if (name === 'ctx' && this.mode === 'body') {
      throw new Fault(
        '`ctx` is no tensor: use `ctx.save_for_backward(…)` and `ctx.saved_tensors`',
        node
      );
    }
    return { kind: 'name', name, from, to };
  }

  private list(node: SyntaxNode, depth: number): Expression {
    const inner = children(node).slice(1, -1);
    const items = inner.flatMap((part, k) => {
      if (k % 2 === 0) return [this.argument(part, depth + 1)];
      if (part.name !== ',') throw this.unreadable(part);
      return [];
    });
    const isTuple = node.name === 'TupleExpression';
    return { kind: 'list', isTuple, items, from: node.from, to: node.to };
  }

  /** A chain leans to the left and may be long, so it is walked down in a loop. */
  private binary(node: SyntaxNode, depth: number): Expression {
    const links: { sign: SyntaxNode; right: SyntaxNode; to: number }[] = [];
    let first: SyntaxNode = node;
    while (first.name === 'BinaryExpression') {
      const [left, sign, right, more] = children(first);
      if (!left || !sign || !right || more) throw this.unreadable(first);
      if (sign.name === 'CompareOp' && left.name === 'BinaryExpression') {
        const inner = left.firstChild?.nextSibling;
        if (inner?.name === 'CompareOp') {
          throw new Fault(
            'A chain of comparisons asks for one truth value: compare two values at a time',
            first
          );
        }
      }
      links.push({ sign, right, to: first.to });
      if (links.length > MAX_CHAIN) {
        throw new Fault(
          `A chain has at most ${MAX_CHAIN} terms: put some of them in brackets of their own`,
          node
        );
      }
      first = left;
    }
    let result = this.expression(first, depth + 1);
    for (const { sign, right, to } of links.reverse()) {
      result = {
        kind: sign.name === 'CompareOp' ? 'compare' : 'binary',
        op: this.text(sign),
        left: result,
        right: this.expression(right, depth + 1),
        from: node.from,
        to
      };
    }
    return result;
  }

  /** `torch.nn.functional.relu` as text where all of it are names, else null. */
  private dottedName(node: SyntaxNode): string | null {
    const parts: string[] = [];
    let at: SyntaxNode = node;
    while (at.name === 'MemberExpression') {
      const [object, dot, property, more] = children(at);
      if (!object || dot?.name !== '.' || property?.name !== 'PropertyName' || more) return null;
      parts.unshift(this.text(property));
      at = object;
    }
    return at.name === 'VariableName' ? [this.text(at), ...parts].join('.') : null;
  }

  isContextCall(node: SyntaxNode): boolean {
    const callee = node.name === 'CallExpression' ? node.firstChild : null;
    return this.mode === 'body' && !!callee && this.dottedName(callee) === 'ctx.save_for_backward';
  }

  args(list: SyntaxNode, depth: number): { args: Expression[]; keywords: Keyword[] } {
    const args: Expression[] = [];
    const keywords: Keyword[] = [];
    const parts = children(list).slice(1, -1);
    for (let k = 0; k < parts.length; k++) {
      const part = parts[k];
      if (!part) break;
      const [sign, value] = [parts[k + 1], parts[k + 2]];
      if (sign?.name === 'AssignOp' && part.name === 'VariableName' && value) {
        const name = this.text(part);
        keywords.push({
          name,
          value: this.argument(value, depth + 1),
          from: part.from,
          to: value.to
        });
        k += 2;
      } else {
        if (keywords.length > 0) {
          throw new Fault('positional argument follows keyword argument', part);
        }
        args.push(this.argument(part, depth + 1));
      }
      k += 1;
      if (parts[k] && parts[k]?.name !== ',') throw this.unreadable(parts[k] ?? list);
    }
    return { args, keywords };
  }

  private call(node: SyntaxNode, depth: number): Expression {
    const [callee, list, more] = children(node);
    if (!callee || list?.name !== 'ArgList' || more) throw this.unreadable(node);
    const { from, to } = node;
    if (this.mode === 'argument') throw new Fault(NOT_LITERAL, node);
    const dotted = this.dottedName(callee);
    const root = dotted?.split('.')[0] ?? '';
    if (this.isContextCall(node)) {
      throw new Fault('`ctx.save_for_backward(…)` stands on a line of its own', node);
    }
    if (root === 'ctx' && this.mode === 'body') {
      throw new Fault(`\`${dotted ?? 'ctx'}\` can't be used here`, callee);
    }
    if (dotted !== null && (callee.name === 'VariableName' || MODULES.has(root))) {
      const range = { from: callee.from, to: callee.to };
      const { args, keywords } = this.args(list, depth);
      const call = { kind: 'call', name: dotted, callee: range, args, keywords, from, to } as const;
      if (this.mode !== 'value') resolveCall(call);
      else if (!functionOperation(dotted) && !creatorOf(dotted)) {
        throw new Fault(
          `There is no function \`${dotted}\` here; values are made by ${creators.join(', ')}`,
          callee
        );
      }
      return call;
    }
    const [object, dot, method] = children(callee);
    if (callee.name !== 'MemberExpression' || !object || dot?.name !== '.' || !method) {
      throw new Fault("This isn't a function: for a product write `*` before the bracket", callee);
    }
    const call = {
      kind: 'method',
      object: this.expression(object, depth + 1),
      name: this.text(method),
      callee: { from: method.from, to: method.to },
      ...this.args(list, depth),
      from,
      to
    } as const;
    resolveCall(call);
    return call;
  }

  private member(node: SyntaxNode, depth: number): Expression {
    const { from, to } = node;
    const dotted = this.dottedName(node);
    const constant = dotted === null ? undefined : constants.get(dotted);
    if (constant !== undefined) return { kind: 'number', type: 'float', value: constant, from, to };
    if (dotted === 'ctx.saved_tensors' && this.mode === 'body') {
      return { kind: 'saved', index: null, from, to };
    }
    const [object, dot, property] = children(node);
    if (!object || !dot || !property) throw this.unreadable(node);
    if (dot.name === '[') {
      const saved = this.mode === 'body' && this.dottedName(object) === 'ctx.saved_tensors';
      if (!saved) {
        throw new Fault("Subscripts can't be used here: an operation takes the whole tensor", {
          from: dot.from,
          to
        });
      }
      const text = this.text(property).replace(/\s/g, '');
      if (!/^-?\d{1,4}$/.test(text)) {
        throw new Fault('tuple indices must be integers or slices', property);
      }
      return { kind: 'saved', index: Number(text), from, to };
    }
    const name = this.text(property);
    const root = dotted?.split('.')[0] ?? '';
    if (MODULES.has(root) && root !== 'F') {
      throw new Fault(
        `\`${dotted ?? name}\` is no constant; a function needs brackets: \`${dotted ?? name}(…)\``,
        node
      );
    }
    const read = this.expression(object, depth + 1);
    const called = propertyCall(read, name, property, { from, to });
    if (called) return called;
    const call = methodOperation(name) ? `: a method needs brackets, \`.${name}(…)\`` : '';
    throw new Fault(`The attribute \`${name}\` can't be used in a formula${call}`, property);
  }
}
