import type { Expression } from './expression';
import { type ExpressionFinding, InvalidExpression } from './expression-error';
import type { FunctionDefinition, Parameter } from './function-definition';
import { parseExpression } from './parse-expression';

const signatures: Readonly<Record<string, readonly Parameter[]>> = {
  Now: [],
  ToLower: [{ key: 'source' }, { key: 'culture', optional: true }],
  Mid: [{ key: 'source' }, { key: 'start' }, { key: 'length' }],
  Join: [{ key: 'separator' }, { key: 'source', repeats: true }],
  IIF: [{ key: 'condition' }, { key: 'valueIfTrue' }, { key: 'valueIfFalse' }],
  Choose: [{ key: 'source' }, { key: 'otherwise', optional: true }, { key: 'case', repeats: true }, { key: 'value' }],
};
const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries(signatures).map(([name, parameters]) => [
    name,
    { name, parameters, dialect: 'azure-ad', returns: 'Any', meaning: '', examples: [], evaluate: () => null },
  ]),
);

const attribute = (position: number, name: string): Expression => ({ kind: 'attribute', name, position });
const constant = (position: number, value: string | number): Expression => ({ kind: 'constant', value, position });
const call = (position: number, name: string, ...given: (Expression | undefined)[]): Expression => ({
  kind: 'call',
  name,
  arguments: given,
  position,
});

const trees: readonly [text: string, tree: Expression][] = [
  ['[mail]', attribute(0, 'mail')],
  ['[emails[type eq "work"].value]', attribute(0, 'emails[type eq "work"].value')],
  ['[emails[type eq "]\\"["].value]', attribute(0, 'emails[type eq "]\\"["].value')],
  ['[emails[type eq "["].value]', attribute(0, 'emails[type eq "["].value')],
  ['"a"', constant(0, 'a')],
  ['""', constant(0, '')],
  [String.raw`"\"\\\d\\d\n"`, constant(0, String.raw`"\\d\d\n`)],
  [String.raw`"\\"`, constant(0, '\\')],
  ['"two\nlines, [no] (marks)"', constant(0, 'two\nlines, [no] (marks)')],
  ['12', constant(0, 12)],
  ['-10', constant(0, -10)],
  ['-0', constant(0, 0)],
  ['007', constant(0, 7)],
  ['&HF7', constant(0, 247)],
  ['&hf7', constant(0, 247)],
  ['9223372036854775807', constant(0, '9223372036854775807')],
  ['&HFFFFFFFFFFFFFFFF', constant(0, '18446744073709551615')],
  ['vbTextCompare', { kind: 'keyword', name: 'vbTextCompare', position: 0 }],
  ['Now()', call(0, 'Now')],
  [' Now ( ) ', call(1, 'Now')],
  ['Now(,)', call(0, 'Now', undefined, undefined)],
  ['ToLower([x], )', call(0, 'ToLower', attribute(8, 'x'), undefined)],
  ['ToLower([x], , , )', call(0, 'ToLower', attribute(8, 'x'), undefined, undefined, undefined)],
  [
    'Join(", ",\r\n\t[a] , , [b])',
    call(0, 'Join', constant(5, ', '), attribute(13, 'a'), undefined, attribute(21, 'b')),
  ],
  ['Choose([x], , "k", "v")', call(0, 'Choose', attribute(7, 'x'), undefined, constant(14, 'k'), constant(19, 'v'))],
  [
    'Choose([x], , "k", "v", , )',
    call(0, 'Choose', attribute(7, 'x'), undefined, constant(14, 'k'), constant(19, 'v'), undefined, undefined),
  ],
  ['[a]>=-1', { kind: 'comparison', operator: '>=', left: attribute(0, 'a'), right: constant(5, -1), position: 0 }],
  [
    'ToLower([a] <> "b")',
    call(0, 'ToLower', {
      kind: 'comparison',
      operator: '<>',
      left: attribute(8, 'a'),
      right: constant(15, 'b'),
      position: 8,
    }),
  ],
];

const operand = 'a function, an attribute, a text or a number';
const word = 'write an attribute in [ ], a text in " " and a function with ( )';
const noAnd = 'There is no AND between conditions: nest IIF, or use the extension And(…)';
const noOr = 'There is no OR between conditions: nest IIF, or use the extension Or(…)';
const noGroups = 'There are no parentheses around expressions: leave them out, or nest IIF';
const operators = 'there are = <> > >= < <=';

const mistakes: readonly [text: string, ...findings: (readonly [position: number, message: string])[]][] = [
  ['', [0, `Expected ${operand}, but the expression ends here`]],
  ['  ', [2, `Expected ${operand}, but the expression ends here`]],
  [')', [0, `Expected ${operand}, but found ")"`]],
  ['[a], [b]', [3, 'Expected the end of the expression, but found ","']],
  ['ToLower([a]))', [12, 'Expected the end of the expression, but found ")"']],
  ['ToLower(', [8, `Expected ${operand}, but the expression ends here`]],
  ['ToLower(ToLower([a]', [19, 'Expected "," or ")", but the expression ends here']],
  ['Mid([a]', [7, 'Expected "," or ")", but the expression ends here']],
  ['Join(@ ToLower(1, 2), mail)', [5, `Expected ${operand}, but found "@"`], [22, `There is no word "mail": ${word}`]],
  ['ToLower("a', [8, 'The text that begins here is not closed: expected " after it']],
  ['ToLower("a\\")', [8, 'The text that begins here is not closed: expected " after it']],
  ['ToLower([a)', [8, 'The attribute that begins here is not closed: expected ] after it']],
  ['[]', [0, 'There is no name between the brackets']],
  ['[a]]', [3, 'Expected the end of the expression, but found "]": no attribute is open here']],
  ['ToLower(“a”)', [8, `Expected ${operand}, but found "“": write " for quotation marks`]],
  ["ToLower('a')", [8, `Expected ${operand}, but found "'": texts stand in " marks`]],
  ['ToLower([a] [b])', [12, 'Expected "," or ")", but found "[b]"']],
  ['1.5', [0, 'There are whole numbers only: write "1.5" as a text']],
  ['mail', [0, `There is no word "mail": ${word}`]],
  ['VBTextCompare', [0, 'There is no word "VBTextCompare"; did you mean vbTextCompare? Case counts']],
  ['ToLower [a]', [8, 'Expected "(" after ToLower, but found "[a]"']],
  ['"t-" & [a]', [5, 'Texts are not joined with &: use Join or Append']],
  ['"t-"&HF', [4, 'Texts are not joined with &: use Join or Append']],
  ['"t-" + [a]', [5, 'Texts are not joined with +: use Join or Append']],
  ['IIF([a] = 1 AND [b] = 2, "x", "y")', [12, noAnd]],
  ['IIF([a] = 1 && [b] = 2 or [c], "x", "y")', [12, noAnd], [23, noOr]],
  ['IIF(([a] = 1), ((2)), 3)', [4, noGroups]],
  ['([a]', [0, noGroups], [4, 'Expected ")", but the expression ends here']],
  ['[a] == 1', [4, `There is no operator "=="; ${operators}`]],
  ['[a] != 1', [4, `There is no operator "!="; ${operators}`]],
  ['[a] = 1 = 2', [8, 'A comparison has two sides: nest IIF to compare more']],
  ['= 1', [0, `Expected ${operand}, but found "="`]],
  ['Upper([a])', [0, 'There is no function "Upper"']],
  ['toLower([a])', [0, 'There is no function "toLower"; did you mean ToLower? Case counts']],
  ['toString()', [0, 'There is no function "toString"']],
  ['ToLower()', [0, 'ToLower needs the argument source: ToLower(source, culture?)']],
  ['ToLower(, "de")', [0, 'ToLower needs the argument source: ToLower(source, culture?)']],
  ['ToLower([a], , [b])', [15, 'ToLower takes at most 2 arguments, but here is one more: ToLower(source, culture?)']],
  ['Now(1)', [4, 'Now takes no arguments, but here is one more: Now()']],
  ['Join(",")', [0, 'Join needs the argument source: Join(separator, source, …)']],
  [
    'Mid([a])',
    [0, 'Mid needs the argument start: Mid(source, start, length)'],
    [0, 'Mid needs the argument length: Mid(source, start, length)'],
  ],
  ['Choose([x], , "k")', [0, 'Choose needs the argument value: Choose(source, otherwise?, case, value, …)']],
  ['Choose([x], , 1, 2, , 4)', [0, 'Choose needs the argument case: Choose(source, otherwise?, case, value, …)']],
  [
    'Join(, mail,\nToLower(@@, (x), y),\ntolower("a"), Upper(=))',
    [0, 'Join needs the argument separator: Join(separator, source, …)'],
    [7, `There is no word "mail": ${word}`],
    [21, `Expected ${operand}, but found "@"`],
    [25, noGroups],
    [26, `There is no word "x": ${word}`],
    [30, `There is no word "y": ${word}`],
    [30, 'ToLower takes at most 2 arguments, but here is one more: ToLower(source, culture?)'],
    [34, 'There is no function "tolower"; did you mean ToLower? Case counts'],
    [48, 'There is no function "Upper"'],
    [54, `Expected ${operand}, but found "="`],
  ],
];

function findingsOf(text: string): readonly ExpressionFinding[] {
  try {
    parseExpression(text, functions);
  } catch (error) {
    if (error instanceof InvalidExpression) return error.findings;
    throw error;
  }
  return [];
}

const nested = (times: number) => `${'ToLower('.repeat(times)}[a]${')'.repeat(times)}`;
const tooDeep = 'Here the expression is more than 100 levels deep';

describe('parsing an expression', () => {
  it.each(trees)('%j', (text, tree) => {
    expect(parseExpression(text, functions)).toEqual(tree);
  });

  it.each(mistakes)('%j is none', (text, ...findings) => {
    expect(findingsOf(text)).toEqual(findings.map(([position, message]) => ({ position, message })));
  });

  it('takes 10,000 characters and not one more', () => {
    expect(findingsOf(`"${'a'.repeat(9998)}"`)).toEqual([]);
    const message = 'An expression has at most 10000 characters, but this one has 10001';
    expect(findingsOf(`"${'a'.repeat(9999)}"`)).toEqual([{ position: 10_000, message }]);
  });

  it('goes 100 levels deep and not one more', () => {
    expect(findingsOf(nested(99))).toEqual([]);
    expect(findingsOf(nested(100))).toEqual([{ position: 800, message: tooDeep }]);
  });

  it.each(['(', '[', '"', ',', ')', 'ToLower(', 'Join(,', '[a]=', '&', '-', '@,', 'x(', '[["', '"\\', 'Join("",1,'])(
    'comes to an end with nothing but %j',
    (part) => {
      const findings = findingsOf(part.repeat(Math.floor(10_000 / part.length)));
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.length).toBeLessThanOrEqual(100);
    },
  );
});
