import { describe, expect, it } from 'vitest';
import type { Expression, Statement } from './ast';
import { MAX_NESTING } from './check';
import { MAX_FORMULA, parseBody, parseFormula, type Result } from './parse';

/** An expression with all its brackets. */
function bracketed(e: Expression): string {
  const list = (items: readonly Expression[]): string => items.map(bracketed).join(', ');
  switch (e.kind) {
    case 'number':
      return String(e.value);
    case 'name':
      return e.name;
    case 'unary':
      return `(${e.op}${bracketed(e.operand)})`;
    case 'binary':
    case 'compare':
      return `(${bracketed(e.left)} ${e.op} ${bracketed(e.right)})`;
    case 'call':
    case 'method': {
      const named = e.keywords.map(({ name, value }) => `${name}=${bracketed(value)}`);
      const object = e.kind === 'method' ? `${bracketed(e.object)}.` : '';
      return `${object}${e.name}(${[...e.args.map(bracketed), ...named].join(', ')})`;
    }
    case 'list':
      return `[${list(e.items)}]`;
    case 'none':
      return 'None';
    case 'text':
      return `'${e.value}'`;
    case 'dtype':
      return `torch.${e.value}`;
    case 'saved':
      return e.index === null ? 'saved' : `saved[${e.index}]`;
  }
}

function written(statement: Statement): string {
  const values = statement.values.map(bracketed).join(', ');
  if (statement.kind !== 'assign') {
    return statement.kind === 'expression' ? values : `${statement.kind} ${values}`;
  }
  const targets = statement.targets.map(({ names, unpacks }) => {
    const list = names.map(({ name }) => name).join(', ');
    return unpacks && names.length === 1 ? `${list},` : list;
  });
  return [...targets, values].join(' = ');
}

const read = (result: Result): string =>
  result.ok
    ? result.statements.map(written).join('; ')
    : `✗ ${result.errors.map((error) => error.message).join('; ')}`;

const formula = (source: string): string => read(parseFormula(source));
const body = (source: string): string => read(parseBody(source));

describe('the order of operations is that of Python', () => {
  it.each([
    ['-x**2', '(-(x ** 2))'],
    ['x**-y**2', '(x ** (-(y ** 2)))'],
    ['x**y**z', '(x ** (y ** z))'],
    ['2**-1*x', '((2 ** (-1)) * x)'],
    ['-x*y', '((-x) * y)'],
    ['--x', '(-(-x))'],
    ['x - -y', '(x - (-y))'],
    ['x-y-z', '((x - y) - z)'],
    ['x-(y-z)', '(x - (y - z))'],
    ['x/y*z', '((x / y) * z)'],
    ['x+y*z', '(x + (y * z))'],
    ['(x+y)*z', '((x + y) * z)'],
    ['x*y<z+1', '((x * y) < (z + 1))'],
    ['(x<y)<z', '((x < y) < z)'],
    ['x%y//z', '((x % y) // z)'],
    ['x@y', '(x @ y)'],
    ['x|y&z', '(x | (y & z))'],
    ['~x+y', '((~x) + y)'],
    ['-x.sum()', '(-x.sum())'],
    ['x.sum()**2', '(x.sum() ** 2)']
  ])('%s', (source, expected) => expect(formula(source)).toBe(expected));
});

describe('numbers are written as in Python', () => {
  it.each([
    ['5.', '5'],
    ['.5', '0.5'],
    ['1e-3', '0.001'],
    ['1_000.5', '1000.5'],
    ['0x1f', '31'],
    ['0b101', '5'],
    ['0o17', '15'],
    ['00', '0'],
    ['True + False', '(1 + 0)'],
    ['pi', String(Math.PI)],
    ['torch.pi', String(Math.PI)],
    ['math.e', String(Math.E)],
    ['-inf', '(-Infinity)'],
    ['5.*x', '(5 * x)'],
    ['5 .sum()', '5.sum()']
  ])('%s', (source, expected) => expect(formula(source)).toBe(expected));

  it('leaves `e` to be a name', () => expect(formula('e**x')).toBe('(e ** x)'));
});

describe('calls', () => {
  it.each([
    ['relu(x)', 'relu(x)'],
    ['torch.relu(x)', 'torch.relu(x)'],
    ['F.relu(x)', 'F.relu(x)'],
    ['torch.nn.functional.relu(x)', 'torch.nn.functional.relu(x)'],
    ['torch . relu ( x )', 'torch.relu(x)'],
    ['x.relu()', 'x.relu()'],
    ['(x+1).mean()', '(x + 1).mean()'],
    ['x.sum().exp()', 'x.sum().exp()'],
    ['pow(x, 2)', 'pow(x, 2)'],
    ['pow(x, exponent=2)', 'pow(x, exponent=2)'],
    ['pow(exponent=y, input=x)', 'pow(exponent=y, input=x)'],
    ['x.pow(exponent=2)', 'x.pow(exponent=2)'],
    ['sin(x,)', 'sin(x)'],
    ['where(x > 0, x, 0*x)', 'where((x > 0), x, (0 * x))']
  ])('%s', (source, expected) => expect(formula(source)).toBe(expected));
});

describe('statements', () => {
  it('stand on lines of their own or behind a semicolon', () => {
    const expected = 'y = (x ** 2); (3 * y)';
    for (const source of [
      'y = x**2; 3*y',
      'y = x**2\n3*y',
      'y = x**2;\n3*y\n',
      '\n  y = x**2  # a comment; 7\n\n  3*y;',
      'y = x**2\r\n3*y'
    ]) {
      expect(formula(source), source).toBe(expected);
    }
  });

  it('go on in the next line inside brackets and after a backslash', () => {
    expect(formula('(x\n  + y)')).toBe('(x + y)');
    expect(formula('pow(\n x, # the base\n 2)')).toBe('pow(x, 2)');
    expect(formula('x \\\n + y')).toBe('(x + y)');
  });

  it('name values, several at once too', () => {
    expect(formula('a = b = x')).toBe('a = b = x');
    expect(formula('a, b = x, y')).toBe('a, b = x, y');
    expect(formula('(a, b) = (x, y)')).toBe('a, b = x, y');
    expect(formula('(a) = (x)')).toBe('a = x');
  });

  it('in a function body may return, save and unpack', () => {
    expect(body('ctx.save_for_backward(i)\nreturn i**2')).toBe('save i; return (i ** 2)');
    expect(body('i, = ctx.saved_tensors')).toBe('i, = saved');
    expect(body('(i,) = ctx . saved_tensors')).toBe('i, = saved');
    expect(body('a, b = ctx.saved_tensors\nreturn a, None')).toBe('a, b = saved; return a, None');
    expect(body('return (a, b)')).toBe('return a, b');
    expect(body('return ctx.saved_tensors[-1]')).toBe('return saved[-1]');
    expect(body('    return 2*i')).toBe('return (2 * i)');
    expect(body('return.5*i')).toBe('return (0.5 * i)');
    expect(body('return-.5e1')).toBe('return (-5)');
  });

  it('in a formula may not', () => {
    expect(formula('return x')).toMatch(/belongs in a function's body/);
    expect(formula('ctx.save_for_backward(x)')).toMatch(/no method `save_for_backward`/);
    expect(formula('None')).toMatch(/None/);
  });
});

/** The source without the marks «…», and what they mark. */
function marked(text: string): { source: string; from: number; to: number } {
  const from = text.indexOf('«');
  return { source: text.replace(/[«»]/g, ''), from, to: text.indexOf('»') - 1 };
}

const whole = (source: string): string => `«${source}»`;

/** The place and the words of each fault: the first of what a learner is told. */
const faults: Readonly<Record<string, readonly [marked: string, message: string][]>> = {
  'what other notations allow': [
    ['«2x» + 1', '`2x` needs a sign between its parts: write `2 * x`'],
    ['1/«2x»', '`2x` needs a sign between its parts: write `2 * x`'],
    ['«x y»', 'There is no sign between `x` and `y`: for a product write `x * y`'],
    ['«2(»x+1)', 'There is no sign between `2` and `(`: for a product write `2 * (…)`'],
    ['(x+1«)(»x-1)', 'There is no sign between `)` and `(`: for a product write `(…) * (…)`'],
    ['«x»(y+1)', 'There is no function `x`; for a product write `x * (…)`'],
    ['«w0»(y+1)', 'There is no function `w0`; for a product write `w0 * (…)`'],
    ['«sin x»', '`sin` needs brackets: write `sin(x)`'],
    ['x«^»2', '`^` is bitwise xor in Python: write `x ** 2`'],
    ['(x+1)«^»2', '`^` is bitwise xor in Python: write `**` for a power'],
    ['x«²»', "`²` isn't Python: write `x ** 2` for the power"],
    ['x«⁻¹»', "`⁻¹` isn't Python: write `x ** -1` for the power"],
    ['x «−» y', "`−` isn't Python: write `-`"],
    ['x «×» y', "`×` isn't Python: write `*`"],
    ['x «÷» y', "`÷` isn't Python: write `/`"],
    ['«√»x', "`√` isn't Python: write `sqrt(…)`"],
    ['2*«π»', "`π` isn't Python: write `pi`"],
    ['«α»*x', 'Names use the letters a to z: write `alpha` for `α`'],
    ['«ж»*x', "Names use the letters a to z, digits and `_`: `ж` can't stand in one"],
    ['«ｘ»', "`ｘ` isn't the plain character: write `x`"],
    ['«|»x', '`|` has nothing on its left; for an absolute value write `abs(x)`'],
    ['x«!»', "`!` isn't an operator of Python"],
    ['«{»x}', "`{` can't be used here: write round brackets"],
    ['«"x"»', "Text in quotes can't be used here"],
    ['x «🙂»', "`🙂` can't be used here"],
    [whole('f(x)') + ' = x', 'A formula defines no functions: write `name = …`']
  ],
  'what is missing': [
    ['x «+»', '`+` has nothing on its right'],
    ['x «+» * 3', '`+` has nothing on its right'],
    ['x «*» *3', '`*` has nothing on its right; a power is written `**`'],
    ['«*»x', '`*` has nothing on its left'],
    ['x «=»', 'There is no value after `=`'],
    ['«=» x', 'There is nothing before `=`'],
    ['x«.»', 'A name has to follow the `.`'],
    ['«.»x', 'There is nothing before `.`'],
    ['«(»x + 1', '`(` is never closed'],
    ['x + 1«)»', '`)` closes nothing: there is no `(` before it'],
    ['(x«]»', "`]` can't close `(`"],
    ['x*«()»', 'There is nothing between the brackets'],
    ['sin(«,» x)', 'There is nothing before `,`'],
    ['x;«;»y', 'There is nothing before `;`']
  ],
  lines: [
    [
      'x «+»\ny',
      '`+` has nothing on its right: a line ends here; put the formula in brackets to go on in the next one'
    ],
    [
      'x\n  «+» y',
      "A line that begins with `+` doesn't continue the one above: put the formula in brackets"
    ],
    ['(x«;» y)', "`;` ends a statement and can't stand inside brackets"]
  ],
  'names and values': [
    ['«3» = x', 'Only a name can stand left of `=`; to compare two values write `==`'],
    ['«x + 1» = y', 'Only a name can stand left of `=`; to compare two values write `==`'],
    ['«pi» = 3', '`pi` is a constant: choose another name'],
    ['x «+=» 1', "`+=` can't be used here: write `x = x + …`"],
    ['2 «**=» 1', "`**=` can't be used here: write `x = x ** …`"],
    ['x «:=» 1', "`:=` can't be used here: write `=` to name a value"],
    [whole('x, y'), 'A formula has one result: write only one value'],
    [whole('x,'), 'The comma at the end makes this a tuple: leave it out'],
    ['sin(«(x, y)»)', 'The comma makes this a tuple, which no operation takes'],
    ['(x «=» 3)', "`=` names a value and can't stand inside brackets; to compare write `==`"],
    ['«007»', "Leading zeros aren't allowed in Python: write `7`"],
    ['«1__0»', "`1__0` isn't a number: an underscore stands between two digits"],
    [`«${'x'.repeat(61)}»`, 'A name has at most 60 characters']
  ],
  calls: [
    ['«sinus»(x)', 'There is no function `sinus`: did you mean `sin`?'],
    ['«torch.rleu»(x)', 'There is no function `torch.rleu`: did you mean `relu`?'],
    ['«ln»(x)', 'There is no function `ln`: did you mean `log`?'],
    ['«np.exp»(x)', 'There is no function `np.exp`: did you mean `exp`?'],
    ['«math.sin»(x)', '`math.sin` works on plain numbers only: write `torch.sin`'],
    ['«cbrt»(x)', 'There is no function `cbrt` here: write `x ** (1/3)`'],
    ['«nothing_like_it»(x)', 'There is no function `nothing_like_it`'],
    ['«toString»(x)', 'There is no function `toString`'],
    [
      '«linspace»(0, 1, 5)',
      "`linspace` makes the whole value of an input: type it into that input's field, and compute with the input's name"
    ],
    [
      whole('pow(x)'),
      'pow() missing 1 required positional arguments: "exponent"\n`pow` takes input, exponent'
    ],
    [
      whole('torch.pow(x, 2, 3)'),
      'pow() takes 2 positional arguments but 3 were given\n`pow` takes input, exponent'
    ],
    [
      whole('x.pow()'),
      'pow() missing 1 required positional arguments: "exponent"\n`pow` takes exponent'
    ],
    [
      whole('x.sin(2)'),
      'sin() takes 0 positional arguments but 1 was given\n`sin` takes nothing in its brackets'
    ],
    ['sin(x, «dim»=0)', "sin() got an unexpected keyword argument 'dim'\n`sin` takes input"],
    [
      'pow(x, 2, «exponent»=2)',
      "pow() got multiple values for argument 'exponent'\n`pow` takes input, exponent"
    ],
    ["sin(«'x'»)", '`input` of `sin` is a tensor: write a name or a computation here'],
    ['sin(«None»)', "`None` can't be computed with"],
    [
      'sin(«[1, 2]»)',
      "A list can't be used in a formula: write a name here, and the list in that input's field"
    ],
    ['pow(exponent=2, «x»)', 'positional argument follows keyword argument'],
    ['x.«foo»()', 'Tensors have no method `foo` here'],
    ['x.«sume»()', 'Tensors have no method `sume`: did you mean `sum`?'],
    ['x.«softplus»()', 'Tensors have no method `softplus`: write `softplus(…)`'],
    [
      'x.«relu_»()',
      "`relu_` would change the tensor in place, which a graph can't show: write `relu`"
    ],
    [
      'x.«sum»',
      "The attribute `sum` can't be used in a formula: a method needs brackets, `.sum(…)`"
    ],
    ['x.«shape»', "The attribute `shape` can't be used in a formula"],
    [whole('torch.exp'), '`torch.exp` is no constant; a function needs brackets: `torch.exp(…)`'],
    ['«torch» + x', '`torch` is a module: write what you need from it, e.g. `torch.exp(x)`'],
    ['x«[0]»', "Subscripts can't be used here: an operation takes the whole tensor"],
    [
      '«[1, 2]»*x',
      "A list can't be used in a formula: write a name here, and the list in that input's field"
    ]
  ],
  'what a graph has not': [
    [
      'x «if» x > 0 else 0',
      'A graph has no `if`: write `where(condition, a, b)`, which keeps both branches in the graph'
    ],
    ['«for» i in x', "Loops can't be drawn as a graph: write the steps one by one"],
    ['«lambda» x', "`lambda` can't be used in a formula: a formula is itself one function"],
    [
      'x > 0 «and» y > 0',
      '`and` asks for one truth value, which a tensor with several elements has not: write `logical_and(a, b)`'
    ],
    ['«def» f', 'Nothing is defined here: write only the steps, e.g. `y = x ** 2`'],
    ['«import» torch', 'Nothing has to be imported: functions like `torch.exp` are known'],
    ['«print»(x)', 'Nothing has to be printed: every node shows its value'],
    [
      whole('x < y < z'),
      'A chain of comparisons asks for one truth value: compare two values at a time'
    ],
    [
      whole('x == y != z'),
      'A chain of comparisons asks for one truth value: compare two values at a time'
    ],
    ['x «<>» y', '`<>` isn\'t an operator of Python: write `!=` for "different from"'],
    [
      'x «&&» y',
      "`&&` isn't an operator of Python, and a tensor has no single truth value: write `logical_and(x, y)`"
    ]
  ]
};

describe.each(Object.entries(faults))('explains %s', (_, rows) => {
  it.each(rows)('%s', (text, message) => {
    const { source, from, to } = marked(text);
    const result = parseFormula(source);
    expect(result.ok ? null : result.errors[0]).toEqual({ message, from, to });
  });
});

describe('faults', () => {
  it('are all told, from left to right, each once', () => {
    const result = parseFormula('2x + 3y + π');
    expect(result.ok ? [] : result.errors.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [5, 7],
      [10, 11]
    ]);
    const twice = parseFormula('x if y else z if 3 else 4');
    expect(twice.ok ? 0 : twice.errors.length).toBe(1);
  });

  it('say what an empty formula wants', () => {
    for (const source of ['', '   ', '\n\t', '# only a comment']) {
      expect(formula(source), source).toMatch(/^✗ The formula is empty: write one/);
    }
    expect(body('')).toMatch(/The body is empty/);
  });

  it('quote long texts in short', () => {
    for (const source of ['9'.repeat(500) + 'x', 'x ' + '9'.repeat(500), '²'.repeat(500)]) {
      expect(formula(source).length, source.slice(0, 8)).toBeLessThan(200);
    }
  });
});

describe('limits', () => {
  const terms = (count: number): string => 'x' + '+x'.repeat(count);

  it('bound the length', () => {
    expect(formula('x'.repeat(MAX_FORMULA + 1))).toBe(
      '✗ This has 4001 characters, and at most 4000 fit'
    );
    expect(formula(terms(2500))).toMatch(/4000/);
  });

  it('bound brackets, signs and powers inside one another', () => {
    const nested = (depth: number): string => '('.repeat(depth) + 'x' + ')'.repeat(depth);
    expect(formula(nested(MAX_NESTING - 1))).toBe('x');
    expect(formula(nested(MAX_NESTING + 1))).toMatch(/nested more than 200 deep/);
    expect(formula('-'.repeat(3000) + 'x')).toMatch(/nested more than 200 deep/);
    expect(formula('x' + '**x'.repeat(1000))).toMatch(/nested more than 200 deep/);
    expect(formula('x' + '.sum()'.repeat(600))).toMatch(/nested more than 200 deep/);
  });

  it('bound chains, and never change the order of operations in a long one', () => {
    expect(formula(terms(300))).toBe('('.repeat(300) + 'x' + ' + x)'.repeat(300));
    const powers = (count: number): string =>
      Array.from({ length: count }, (_, k) => `x**${k + 1000}`).join('+');
    expect(formula(powers(290))).toMatch(/x \*\* 1289\)\)$/);
    for (const source of [terms(301), terms(1900), powers(400)]) {
      expect(formula(source)).toBe(
        '✗ A chain has at most 300 terms: put some of them in brackets of their own'
      );
    }
  });
});
