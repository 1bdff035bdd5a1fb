import fc from 'fast-check';
import { defaultSchema } from './default-schema';
import { diffSchemas } from './diff-schemas';
import { lintSchema } from './lint-schema';
import { readSchema } from './read-schema';

/** Every node of a document but the root, as the names that lead to it. */
const placesIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]) => [[...path, name], ...placesIn(each, [...path, name])])
    : [];

const places = placesIn(defaultSchema);

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function holderAt(document: unknown, path: readonly string[]): Record<string, unknown> | undefined {
  let holder = document;
  for (const name of path.slice(0, -1))
    holder = isHolder(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  return isHolder(holder) ? holder : undefined;
}

function mutated(mutations: readonly Mutation[]): unknown {
  const document = structuredClone(defaultSchema);
  for (const { place, value } of mutations) {
    const holder = holderAt(document, place);
    const name = place.at(-1) ?? '';
    if (!holder) continue;
    if (value !== undefined) holder[name] = structuredClone(value);
    else if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
  }
  return document;
}

interface Mutation {
  readonly place: readonly string[];
  readonly value: unknown;
}

const aNode = fc.constantFrom(...places);
const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: aNode,
  value: fc.oneof(
    fc.constant(undefined),
    fc.jsonValue({ maxDepth: 3 }),
    aNode.map((path) => holderAt(defaultSchema, path)?.[path.at(-1) ?? '']),
    fc.constantFrom(
      'ObjectAddOnly',
      'User',
      'title',
      'ToLower',
      'IIF(',
      '[mail]',
      'Item([proxyAddresses], "(")',
      2,
      false,
      [],
    ),
  ),
});

describe('reading a schema', () => {
  it('never throws, whatever stands in it, and neither does what takes a schema that was read', () => {
    const told = { schemas: 0, findings: 0 };
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const content = mutated(mutations);
        const reading = readSchema(content);
        if ('findings' in reading) {
          told.findings += 1;
          expect(reading.findings.length).toBeGreaterThan(0);
          expect(reading.findings.every(({ severity, message }) => severity === 'error' && message !== '')).toBe(true);
          return;
        }
        told.schemas += 1;
        expect(reading.schema).toBe(content);
        lintSchema(reading.schema);
        diffSchemas(defaultSchema, reading.schema);
      }),
      { numRuns: 500 },
    );
    expect(told.schemas).toBeGreaterThan(10);
    expect(told.findings).toBeGreaterThan(100);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (content) => {
        expect(readSchema(content)).toHaveProperty('findings');
      }),
    );
  });

  it('loses nothing of what it does not know', () => {
    const holders = [[], ...places].filter((path) => {
      const value = path.length === 0 ? defaultSchema : holderAt(defaultSchema, path)?.[path.at(-1) ?? ''];
      return isHolder(value) && !Array.isArray(value);
    });
    const extra = fc.record({
      place: fc.constantFrom(...holders),
      name: fc.string().map((name) => `x-${name}`),
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(extra, { minLength: 1, maxLength: 5 }), (extras) => {
        const content = mutated(extras.map(({ place, name, value }) => ({ place: [...place, name], value })));
        const before = JSON.stringify(content);
        const reading = readSchema(content);
        expect('schema' in reading && JSON.stringify(reading.schema)).toBe(before);
      }),
    );
  });
});
