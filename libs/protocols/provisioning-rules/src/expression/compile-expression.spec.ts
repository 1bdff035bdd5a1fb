import type { Subject } from '../source/subject';
import { compileExpression } from './compile-expression';
import { EvaluationFailed, InvalidExpression } from './expression-error';
import type { EagerFunction, FunctionDefinition, LazyFunction } from './function-definition';
import { parseExpression } from './parse-expression';
import { FlowSignal, type Result, type Value } from './value';

const described = { dialect: 'azure-ad', returns: 'Any', meaning: '', examples: [] } as const;
const anything = [{ key: 'value', optional: true, repeats: true }] as const;

const eager = (name: string, rest: Pick<EagerFunction, 'evaluate'> & Partial<EagerFunction>): EagerFunction => ({
  ...described,
  name,
  parameters: anything,
  ...rest,
});
const lazy = (name: string, rest: Pick<LazyFunction, 'choose'> & Partial<LazyFunction>): LazyFunction => ({
  ...described,
  name,
  parameters: anything,
  ...rest,
});

let calls: string[] = [];
let preparations: unknown[] = [];

/** What it was given, as JSON, with `undefined` in words. */
const shown = (given: readonly unknown[]) => JSON.stringify(given.map((each) => (each === undefined ? 'none' : each)));

const definitions: readonly FunctionDefinition[] = [
  eager('Show', { evaluate: shown }),
  eager('Now', { evaluate: (_, { now }) => now }),
  eager('Fail', {
    evaluate: () => {
      throw new EvaluationFailed('Fail', null, 'has failed');
    },
  }),
  eager('Trace', {
    evaluate: ([name]) => {
      calls.push(String(name));
      return String(name);
    },
  }),
  eager('Times', { evaluate: ([text, times]) => String(text).repeat(Number(times)) }),
  eager('List', { evaluate: ([times]) => Array.from({ length: Number(times) }, () => 'a') }),
  eager('Prepared', {
    parameters: [{ key: 'source' }, { key: 'pattern', optional: true }],
    evaluate: () => 'not prepared',
    prepare: (constants) => {
      preparations.push(constants);
      if (constants[1] === 'bad') throw new EvaluationFailed('Prepared', 'pattern', 'is bad');
      return (given) => `prepared ${shown(given)}`;
    },
  }),
  lazy('IIF', {
    parameters: [{ key: 'condition' }, { key: 'valueIfTrue' }, { key: 'valueIfFalse', optional: true }],
    choose: ([condition, yes, no]) => {
      const met = condition?.();
      if (met instanceof FlowSignal) return met;
      return (met === 'True' ? yes : no)?.() ?? null;
    },
  }),
  lazy('Twice', { choose: ([first]) => shown([first?.(), first?.()]) }),
  lazy('Fixed', {
    parameters: [{ key: 'a', optional: true }, { key: 'b', optional: true }, ...anything],
    choose: (given) => shown(given.map((each) => each())),
  }),
  lazy('Thunks', { choose: (given) => shown(given.map((each) => each())) }),
];
const functions = new Map(definitions.map((definition) => [definition.name, definition]));

const values: Readonly<Record<string, Value>> = { mail: 'a@b.c', empty: '', nothing: null, many: ['a', 'b'], two: 2 };
const asked: string[] = [];
const attribute = (name: string) => {
  asked.push(name);
  return ({ resource }: Subject): Value => (resource[name] as Value | undefined) ?? null;
};
const subject: Subject = { resource: values, memberOf: [], entitled: true };
const surroundings = { now: '2025-07-30T00:00:00Z', seed: '', defaultDomain: null };

const compile = (text: string) => compileExpression(parseExpression(text, functions), { functions, attribute });
const evaluate = (text: string): Result => compile(text).evaluate(subject, surroundings);

beforeEach(() => {
  calls = [];
  preparations = [];
});

const { ignoreAttribute, ignoreObject } = FlowSignal;

const results: readonly [text: string, result: Result][] = [
  ['"a"', 'a'],
  ['12', 12],
  ['[mail]', 'a@b.c'],
  ['[nothing]', null],
  ['[many]', ['a', 'b']],
  ['vbTextCompare', 'vbTextCompare'],
  ['UTF8', 'UTF8'],
  ['IgnoreAttributeFlow', ignoreAttribute],
  ['IgnoreObjectFlow', ignoreObject],
  ['Now()', '2025-07-30T00:00:00Z'],
  ['Show([nothing], , "", 1, [many])', '[null,"none","",1,["a","b"]]'],
  ['Show("a", , )', '["a"]'],
  ['Show([a] = 1, Unicode)', '["False","Unicode"]'],
  ['[two] = "2"', 'True'],
  ['[nothing] = [empty]', 'True'],
  ['[mail] = IgnoreAttributeFlow', ignoreAttribute],
  ['IgnoreObjectFlow = Fail()', ignoreObject],
  ['Show("a", IgnoreAttributeFlow, Fail())', ignoreAttribute],
  ['Show(Show(IIF([two] > 1, IgnoreObjectFlow)))', ignoreObject],
  ['IIF([two] > 1, "yes", Fail())', 'yes'],
  ['IIF([two] < 1, Fail(), "no")', 'no'],
  ['IIF([two] < 1, Fail(), )', null],
  ['IIF(IgnoreAttributeFlow, 1, 2)', ignoreAttribute],
  ['Thunks("a", , "b", , )', '["a",null,"b"]'],
  ['Thunks()', '[]'],
  ['Fixed("a")', '["a",null]'],
  ['Fixed(, , "a", )', '[null,null,"a"]'],
];

describe('a compiled expression', () => {
  it.each(results)('%s comes to %j', (text, result) => {
    expect(evaluate(text)).toEqual(result);
  });

  it('tells what it reads and calls, and asks for each attribute once', () => {
    asked.length = 0;
    const { attributes, functions: called } = compile('Show([mail], Now(), Show([two], [mail]))');
    expect([attributes, called]).toEqual([
      ['mail', 'two'],
      ['Now', 'Show'],
    ]);
    expect(asked).toEqual(['mail', 'two']);
  });

  it('evaluates arguments in order, and those of a lazy function when it asks, each once', () => {
    evaluate('Show(Trace("a"), Trace("b"), IIF(Trace("True"), Trace("c"), Trace("d")), Twice(Trace("e")))');
    expect(calls).toEqual(['a', 'b', 'True', 'c', 'e']);
  });

  it('prepares a function once where an argument is a constant', () => {
    const prepared = compile('Prepared([mail], "rx")');
    expect(prepared.evaluate(subject, surroundings)).toBe('prepared ["a@b.c","rx"]');
    expect(prepared.evaluate(subject, surroundings)).toBe('prepared ["a@b.c","rx"]');
    expect(preparations).toEqual([[undefined, 'rx']]);
    expect(evaluate('Prepared([mail], [mail])')).toBe('not prepared');
    expect(evaluate('Prepared([mail], IgnoreAttributeFlow)')).toBe(ignoreAttribute);
    expect(preparations).toHaveLength(1);
    expect(evaluate('Prepared(UTF8)')).toBe('prepared ["UTF8"]');
    expect(preparations).toEqual([[undefined, 'rx'], ['UTF8']]);
  });

  it('refuses every constant that can never do, where it stands', () => {
    expect(findingsOf('Show(Prepared([mail], "bad"), Prepared("bad", "bad"), Prepared("bad"))')).toEqual([
      { position: 22, message: 'Prepared: pattern is bad' },
      { position: 46, message: 'Prepared: pattern is bad' },
    ]);
  });

  it('refuses functions that are unknown', () => {
    const tree = parseExpression('Show(Now(), Fail())', functions);
    const known = new Map([...functions].filter(([name]) => name === 'Show'));
    expect(() => compileExpression(tree, { functions: known, attribute })).toThrow(
      new InvalidExpression([
        { position: 5, message: 'There is no function "Now"' },
        { position: 12, message: 'There is no function "Fail"' },
      ]),
    );
  });

  it.each([
    ['Fail()', 'Fail: has failed'],
    ['[many] = "a"', '=: left has many values'],
    ['Times("ab", 500001)', 'Times: its result has more than 1000000 characters'],
    ['IIF("True", Times("ab", 500000000))', 'Times: its result has more than 1000000 characters'],
    ['List(10001)', 'List: its result has more than 10000 values'],
  ])('%s fails', (text, message) => {
    const compiled = compile(text);
    expect(() => compiled.evaluate(subject, surroundings)).toThrow(EvaluationFailed);
    expect(() => compiled.evaluate(subject, surroundings)).toThrow(message);
  });

  it('may have a million characters and ten thousand values', () => {
    expect(evaluate('Times("ab", 500000)')).toHaveLength(1_000_000);
    expect(evaluate('List(10000)')).toHaveLength(10_000);
  });
});

function findingsOf(text: string) {
  try {
    compile(text);
  } catch (error) {
    if (error instanceof InvalidExpression) return error.findings;
    throw error;
  }
  return [];
}
