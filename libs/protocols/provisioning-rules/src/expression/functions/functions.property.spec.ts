import fc from 'fast-check';
import { EvaluationFailed } from '../expression-error';
import type { Argument, FunctionDefinition, Surroundings } from '../function-definition';
import { FlowSignal, type Result, type Value } from '../value';
import { functionDefinitions } from './index';
import { evaluate } from './testing/evaluate';

const single = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.constantFrom<Value>(
    null,
    '',
    'True',
    '2020-03-16-07:00',
    '(?<a>.)*',
    '$a',
    'yyyy-MM-dd',
    'd',
    'ja-JP',
    3,
    '12',
    ',',
  ),
);
const complex = fc.dictionary(fc.constantFrom('value', 'displayName', 'primary'), fc.oneof(fc.string(), fc.boolean()));
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 8, arbitrary: single },
  fc.array(fc.oneof(single, complex), { maxLength: 3 }),
  complex,
);
const argument: fc.Arbitrary<Argument> = fc.oneof({ weight: 8, arbitrary: value }, fc.constant(undefined));
const surroundings: Surroundings = { now: '2025-07-30T00:00:00Z', seed: 'a', defaultDomain: null };

function called(definition: FunctionDefinition, given: readonly Argument[]): Result | EvaluationFailed {
  try {
    if ('evaluate' in definition) return definition.evaluate(given, surroundings);
    const thunks = given.map((each) => () => each ?? null);
    return definition.choose(thunks, surroundings);
  } catch (error) {
    if (error instanceof EvaluationFailed) return error;
    throw error;
  }
}

const isValue = (result: unknown): boolean =>
  result === null || result instanceof FlowSignal || ['string', 'number', 'object'].includes(typeof result);

const textsOf = (result: Result | EvaluationFailed): readonly string[] =>
  typeof result === 'string' ? [result] : Array.isArray(result) ? result.flatMap((each) => textsOf(each as Value)) : [];

describe('every function', () => {
  it.each([...functionDefinitions])('%s comes to a value or fails by its name, twice alike', (name, definition) => {
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 8 }), (given) => {
        const result = called(definition, given);
        expect(isValue(result)).toBe(true);
        if (result instanceof EvaluationFailed) expect(result.functionName).toBe(name);
        expect(called(definition, given)).toEqual(result);
      }),
      { numRuns: 60 },
    );
  });

  it.each([...functionDefinitions])('%s says of constants at most that it cannot do with them', (_, definition) => {
    if (!('evaluate' in definition) || !definition.prepare) return;
    const { prepare } = definition;
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 8 }), (constants) => {
        try {
          const result = called({ ...definition, evaluate: prepare(constants) }, constants);
          expect(result).toEqual(called(definition, constants));
        } catch (error) {
          expect(error).toBeInstanceOf(EvaluationFailed);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '.'), maxLength: 30 });

describe('the functions of texts', () => {
  it('find what indexOf finds', () => {
    fc.assert(
      fc.property(letters, letters.filter(Boolean), fc.integer({ min: 1, max: 40 }), (text, wanted, start) => {
        const found = text.indexOf(wanted, start - 1) + 1;
        expect(evaluate('InStr([text], [wanted], [start])', { text, wanted, start })).toBe(found);
      }),
    );
  });

  it('replace and split as JavaScript does', () => {
    fc.assert(
      fc.property(letters, letters.filter(Boolean), letters, (text, wanted, other) => {
        const replaced = evaluate('Replace([text], [wanted], , , [other])', { text, wanted, other });
        expect(replaced).toBe(text.split(wanted).join(other));
        expect(evaluate('Split([text], [wanted])', { text, wanted })).toEqual(text === '' ? [] : text.split(wanted));
      }),
    );
  });

  it('cut no character in two', () => {
    fc.assert(
      fc.property(letters, fc.integer({ min: 1, max: 10 }), fc.nat(10), (text, start, length) => {
        const result = called(functionDefinitions.get('Mid')!, [text, start, length]);
        for (const part of textsOf(result)) {
          expect(part.isWellFormed()).toBe(true);
          expect(text).toContain(part);
        }
      }),
    );
  });

  it('read from Base64 what they wrote to it', () => {
    fc.assert(
      fc.property(letters, (text) => {
        expect(evaluate('ConvertFromBase64(ConvertToBase64([text]))', { text })).toBe(text);
      }),
    );
  });
});

const instants = fc.date({ min: new Date('1601-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

describe('the functions of dates', () => {
  it('agree on what they are given', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const date = instant.toISOString();
        const told = evaluate('CDate([date])', { date });
        expect(Date.parse(`${String(told)} UTC`)).toBe(Math.floor(instant.getTime() / 1000) * 1000);
        expect(evaluate('DateFromNum(NumFromDate([date]))', { date })).toBe(told);
        expect(
          evaluate('FormatDateTime([told], "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm:ss tt")', { told: told as Value }),
        ).toBe(told);
      }),
    );
  });

  it.each([
    'yyyy-MM-ddTHH:mm:ss.fffZ',
    'dddd, dd MMMM yyyy h:mm:ss.FFF tt K',
    'yyyyMMddHHmmssfff',
    'd MMM yyyy H:m:s.fff zzz',
  ])('read in %s what they wrote in it', (format) => {
    fc.assert(
      fc.property(instants, (instant) => {
        const attributes = { date: instant.toISOString(), iso: 'yyyy-MM-ddTHH:mm:ss.fffZ', format };
        const written = 'FormatDateTime([date], [iso], [format])';
        expect(evaluate(`FormatDateTime(${written}, [format], [iso])`, attributes)).toBe(instant.toISOString());
      }),
    );
  });

  it('take off what they added', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom('d', 'ww', 'h', 'n', 's'),
        fc.integer({ min: -9999, max: 9999 }),
        (instant, interval, count) => {
          fc.pre(instant.getUTCFullYear() < 9800 && instant.getUTCFullYear() > 1801);
          const attributes = { date: instant.toISOString(), interval, count, back: -count };
          const added = 'DateAdd([interval], [count], [date])';
          expect(evaluate(`DateDiff([interval], CDate([date]), ${added})`, attributes)).toBe(count + 0);
          expect(evaluate(`DateAdd([interval], [back], ${added})`, attributes)).toBe(
            evaluate('CDate([date])', attributes),
          );
        },
      ),
    );
  });
});
