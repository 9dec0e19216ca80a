import type { SyntaxNode } from '@lezer/common';
import type { Expression, NameExpression, Range, Statement, Target } from './ast';
import { children, type ExpressionReader } from './expressions';
import { Fault } from './fault';
import { isVariableName } from './keywords';

/** @throws Fault */
export function readStatement(reader: ExpressionReader, node: SyntaxNode): Statement {
  const { from, to } = node;
  if (node.name === 'AssignStatement') return assignment(reader, node);
  if (node.name === 'ReturnStatement') {
    if (reader.mode !== 'body') {
      throw new Fault("`return` belongs in a function's body: write only the expression", {
        from,
        to: from + 'return'.length
      });
    }
    return { kind: 'return', values: readValues(reader, children(node).slice(1), node), from, to };
  }
  if (node.name !== 'ExpressionStatement') throw reader.unreadable(node);
  const parts = children(node);
  const [only] = parts;
  if (parts.length === 1 && only && reader.isContextCall(only)) {
    const [, list] = children(only);
    if (list) {
      const { args, keywords } = reader.args(list, 0);
      const [keyword] = keywords;
      if (keyword) throw new Fault('`save_for_backward` takes no named arguments', keyword);
      return { kind: 'save', values: args, from, to };
    }
  }
  const values = readValues(reader, parts, node);
  if (values.length > 1 && reader.mode === 'formula') {
    throw new Fault('A formula has one result: write only one value', node);
  }
  return { kind: 'expression', values, from, to };
}

/** `a, b` and `(a, b)` alike. */
function readValues(reader: ExpressionReader, parts: SyntaxNode[], whole: Range): Expression[] {
  const [only] = parts;
  if (parts.length === 1 && only?.name === 'TupleExpression') {
    return readValues(reader, children(only).slice(1, -1), only);
  }
  const values: Expression[] = [];
  for (const [k, part] of parts.entries()) {
    if (k % 2 === 0)
      values.push(
        reader.mode === 'argument' ? reader.argument(part, 0) : reader.expression(part, 0)
      );
    else if (part.name !== ',') throw reader.unreadable(part);
  }
  if (values.length === 0) throw new Fault('There is no value here', whole);
  if (parts.length > 1 && values.length === 1 && reader.mode === 'formula') {
    throw new Fault('The comma at the end makes this a tuple: leave it out', whole);
  }
  return values;
}

function assignment(reader: ExpressionReader, node: SyntaxNode): Statement {
  const groups: SyntaxNode[][] = [[]];
  for (const child of children(node)) {
    if (child.name === 'AssignOp') groups.push([]);
    else groups.at(-1)?.push(child);
  }
  const last = groups.pop() ?? [];
  const targets = groups.map((group) => target(reader, group, node));
  return {
    kind: 'assign',
    targets,
    values: readValues(reader, last, node),
    from: node.from,
    to: node.to
  };
}

function target(reader: ExpressionReader, group: SyntaxNode[], whole: Range): Target {
  const [only] = group;
  if (group.length === 1 && only) {
    const inner = children(only).slice(1, -1);
    if (only.name === 'ParenthesizedExpression') return target(reader, inner, only);
    if (only.name === 'TupleExpression') return { ...target(reader, inner, only), unpacks: true };
  }
  const names = group.flatMap((part, k): NameExpression[] => {
    if (k % 2 === 1 && part.name === ',') return [];
    const name = reader.text(part);
    if (part.name === 'VariableName' && k % 2 === 0) {
      if (isVariableName(name)) return [{ kind: 'name', name, from: part.from, to: part.to }];
      throw new Fault(`\`${name}\` is a constant: choose another name`, part);
    }
    if (/^ctx\s*\./.test(name) && reader.mode === 'body') {
      throw new Fault('Keep tensors for backward with `ctx.save_for_backward(…)`', part);
    }
    if (part.name === 'CallExpression') {
      throw new Fault('A formula defines no functions: write `name = …`', part);
    }
    throw new Fault('Only a name can stand left of `=`; to compare two values write `==`', part);
  });
  const [first, end] = [group[0], group.at(-1)];
  if (!first || !end) throw reader.unreadable(whole);
  return { names, unpacks: group.length > 1, from: first.from, to: end.to };
}
