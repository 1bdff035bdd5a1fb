import fc from 'fast-check';
import { comparisonOf } from './compare';
import { compileExpression } from './compile-expression';
import { type Comparison, comparisonOperators, type Expression, keywords } from './expression';
import { InvalidExpression } from './expression-error';
import type { FunctionDefinition, Parameter } from './function-definition';
import { fromMappingSource, toMappingSource } from './mapping-source';
import { parseExpression } from './parse-expression';
import { printExpression } from './print-expression';
import { isAttributeName } from './tokens';

const signatures: Readonly<Record<string, readonly Parameter[]>> = {
  Now: [],
  Any: [{ key: 'source', optional: true, repeats: true }],
  Pairs: [
    { key: 'key', optional: true, repeats: true },
    { key: 'value', optional: true },
  ],
  Three: [
    { key: 'first', optional: true },
    { key: 'second', optional: true },
    { key: 'third', optional: true },
  ],
};
const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries(signatures).map(([name, parameters]) => [
    name,
    {
      name,
      parameters,
      dialect: 'azure-ad',
      returns: 'Any',
      meaning: '',
      examples: [],
      evaluate: (given) => given.map((each) => `<${each === undefined ? 'none' : String(each)}>`).join(''),
    },
  ]),
);

const position = 0;
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', 'd', ' ', '\n') }),
);

const attributeName = fc.oneof(
  fc.constantFrom('mail', 'emails[type eq "work"].value'),
  text.filter((name) => isAttributeName(name)),
);

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({
    kind: fc.constant('constant' as const),
    value: fc.oneof(text, fc.maxSafeInteger()),
    position: fc.constant(position),
  }),
  fc.record({ kind: fc.constant('attribute' as const), name: attributeName, position: fc.constant(position) }),
  fc.record({
    kind: fc.constant('keyword' as const),
    name: fc.constantFrom(...keywords),
    position: fc.constant(position),
  }),
);

/** Of exactly one argument that was left out, no text can tell that it is there. */
const isWritable = (given: readonly unknown[]): boolean => given.length !== 1 || given[0] !== undefined;

const { expression } = fc.letrec<{
  expression: Expression;
  operand: Expression;
  call: Expression;
  comparison: Comparison;
}>((tie) => ({
  expression: fc.oneof({ depthSize: 'small' }, tie('operand'), tie('comparison')),
  operand: fc.oneof({ depthSize: 'small' }, leaf, tie('call')),
  comparison: fc.record({
    kind: fc.constant('comparison' as const),
    operator: fc.constantFrom(...comparisonOperators),
    left: tie('operand'),
    right: tie('operand'),
    position: fc.constant(position),
  }),
  call: fc.constantFrom(...Object.keys(signatures)).chain((name) =>
    fc
      .array(fc.option(tie('expression'), { nil: undefined }), { maxLength: mostArguments(name) })
      .filter(isWritable)
      .map((given) => ({ kind: 'call' as const, name, arguments: given, position })),
  ),
}));

function mostArguments(name: string): number {
  const parameters = signatures[name] ?? [];
  return parameters.some(({ repeats }) => repeats) ? 6 : parameters.length;
}

/** The same tree but for where its parts stand. */
const unplaced = (tree: Expression): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'position' ? undefined : value)));

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'Any(',
        'Three (',
        'Now()',
        'any(',
        ',',
        ')',
        '(',
        '"',
        '\\',
        '[',
        ']',
        '[a]',
        '"b"',
        '-1',
        '&HF',
        '&',
      ),
      fc.constantFrom('=', '<=', '!', 'AND', 'or', 'mail', 'UTF8', ' ', '\n', '+', '.', '1.5', '“', '💩', '\ud800'),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 200 },
  )
  .map((parts) => parts.join(''));

/** Whether it can be read; whatever else it throws fails the test. */
function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidExpression);
    return false;
  }
}

const subject = { resource: {}, memberOf: [], entitled: true };
const surroundings = { now: '2025-07-30T00:00:00Z', seed: '', defaultDomain: null };
const evaluate = (tree: Expression) => {
  const compiled = compileExpression(tree, { functions, attribute: (name) => () => name });
  return compiled.evaluate(subject, surroundings);
};

/** Numbers come back from a source as texts, and arguments left out at the end do not. */
const throughSource = (tree: Expression) => fromMappingSource(toMappingSource(tree, functions), functions);

describe('an expression', () => {
  it('that is printed is read as what it was', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const printed = printExpression(tree);
        const read = parseExpression(printed, functions);
        expect(unplaced(read)).toEqual(unplaced(tree));
        expect(printExpression(read)).toBe(printed);
      }),
    );
  });

  it('stays what it is as a mapping source, and in its own text there', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const source = toMappingSource(tree, functions);
        expect(source.type === 'Constant' || source.expression === printExpression(tree)).toBe(true);
        const once = printExpression(throughSource(tree));
        expect(printExpression(throughSource(parseExpression(once, functions)))).toBe(once);
        expect(String(evaluate(parseExpression(once, functions)))).toBe(String(evaluate(tree)));
      }),
    );
  });

  it('is read or refused, whatever stands in it, with findings in order and within it', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 300 })), (written) => {
        try {
          const tree = parseExpression(written, functions);
          expect(unplaced(parseExpression(printExpression(tree), functions))).toEqual(unplaced(tree));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidExpression);
          const positions = (error as InvalidExpression).findings.map((finding) => finding.position);
          expect(positions).toEqual(positions.toSorted((one, other) => one - other));
          expect(positions.every((each) => each >= 0 && each <= written.length)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is read or refused in time that grows with its length alone', () => {
    fc.assert(
      fc.property(fc.array(soup, { minLength: 1, maxLength: 3 }), (parts) => {
        const part = parts.join('') || '[';
        const written = part.repeat(Math.ceil(10_000 / part.length)).slice(0, 10_000);
        const begun = performance.now();
        reads(() => parseExpression(written, functions));
        expect(performance.now() - begun).toBeLessThan(1000);
      }),
    );
  });

  it('is read from a mapping source or refused, whatever stands in that', () => {
    const { source } = fc.letrec((tie) => ({
      parameter: fc.record({
        key: fc.constantFrom('source', 'key', 'value', 'first', 'left', 'right', 'constructor'),
        value: tie('source'),
      }),
      source: fc.record(
        {
          type: fc.constantFrom('Attribute', 'Constant', 'Function'),
          name: fc.oneof(fc.constantFrom('Any', 'Pairs', 'Three', '=', 'mail', ''), fc.string()),
          expression: fc.oneof(soup, fc.constantFrom(null, '', 'Any([a])', '"a"')),
          parameters: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('parameter'), { maxLength: 4 })),
        },
        { requiredKeys: ['type', 'name'] },
      ),
    }));
    fc.assert(
      fc.property(source as fc.Arbitrary<Parameters<typeof fromMappingSource>[0]>, (given) => {
        reads(() => {
          const tree = fromMappingSource(given, functions);
          expect(printExpression(parseExpression(printExpression(tree), functions))).toBe(printExpression(tree));
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('a comparison', () => {
  it('has exactly one of less, equal and greater, and its opposite', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.string(),
      fc.bigInt().map(String),
      fc.double({ noNaN: true }).map(String),
    );
    const holds = (operator: Comparison['operator'], left: string | null, right: string | null) =>
      comparisonOf(operator)(left, right) === 'True';
    fc.assert(
      fc.property(value, value, (left, right) => {
        const [less, equal, greater] = (['<', '=', '>'] as const).map((operator) => holds(operator, left, right));
        expect([less, equal, greater].filter(Boolean)).toHaveLength(1);
        expect(holds('<>', left, right)).toBe(!equal);
        expect(holds('<=', left, right)).toBe(!greater);
        expect(holds('>=', left, right)).toBe(!less);
        expect(holds('<', right, left)).toBe(greater);
      }),
    );
  });
});
