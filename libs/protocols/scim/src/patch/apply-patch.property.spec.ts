import fc from 'fast-check';
import { defaultLeniency } from '../leniency/leniency';
import { parseResource } from '../resource/parse-resource';
import type { Resource } from '../resource/resource';
import { userType } from '../schema/user';
import { applyPatch } from './apply-patch';
import { readPatch } from './read-patch';

/** A user as a naive reading of the RFC keeps him: e-mails by type, each with its value. */
interface Model {
  title?: string;
  givenName?: string;
  familyName?: string;
  ims: string[];
  emails: Map<string, string>;
}

/** An operation as it is sent, and what it means to the model. */
interface Step {
  readonly operation: { readonly op: string; readonly path?: string; readonly value?: unknown };
  readonly apply: (model: Model) => void;
}

const text: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'C', '%', '.*', 'x y');
const kind = fc.constantFrom('work', 'home');
const cased = (op: string) => fc.constantFrom(op, op.toUpperCase(), op[0]?.toUpperCase() + op.slice(1));
const writing = fc.constantFrom('add', 'replace').chain((op) => cased(op).map((spelled) => ({ op, spelled })));

const single = (path: string, name: 'title' | 'givenName' | 'familyName'): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.tuple(writing, text).map(([{ spelled }, value]) => ({
      operation: { op: spelled, path, value },
      apply: (model: Model) => void (model[name] = value),
    })),
    cased('remove').map((op) => ({ operation: { op, path }, apply: (model: Model) => void delete model[name] })),
    fc.constantFrom('', null).map((value) => ({
      operation: { op: 'replace', path, value },
      apply: (model: Model) => void delete model[name],
    })),
  );

const nameParts: fc.Arbitrary<Step> = fc.tuple(writing, text, fc.boolean()).map(([{ spelled }, value, isBare]) => ({
  operation: isBare
    ? { op: spelled, value: { name: { givenName: value } } }
    : { op: spelled, path: 'name', value: { givenName: value } },
  apply: (model: Model) => void (model.givenName = value),
}));

const ims = (values: readonly string[]) => values.map((value) => ({ value }));

const imsStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(writing, fc.array(text, { minLength: 1, maxLength: 3 })).map(([{ op, spelled }, values]) => ({
    operation: { op: spelled, path: 'ims', value: ims(values) },
    apply: (model: Model) => void (model.ims = distinct(op === 'add' ? [...model.ims, ...values] : values)),
  })),
  fc.array(text, { minLength: 1, maxLength: 2 }).map((values) => ({
    operation: { op: 'Remove', path: 'ims', value: ims(values) },
    apply: (model: Model) => void (model.ims = model.ims.filter((each) => !values.includes(each))),
  })),
  text.map((value) => ({
    operation: { op: 'remove', path: `ims[value eq ${JSON.stringify(value)}]` },
    apply: (model: Model) => void (model.ims = model.ims.filter((each) => each.toLowerCase() !== value.toLowerCase())),
  })),
  fc.constant({ operation: { op: 'remove', path: 'ims' }, apply: (model: Model) => void (model.ims = []) }),
);

const emailStep: fc.Arbitrary<Step> = fc
  .tuple(kind, text, fc.constantFrom('add', 'replace', 'remove'))
  .map(([type, value, op]) => ({
    operation: {
      op,
      path: `emails[type eq "${type}"]${op === 'remove' ? '' : '.value'}`,
      ...(op === 'remove' ? {} : { value }),
    },
    apply: ({ emails }: Model) => void (op === 'remove' ? emails.delete(type) : emails.set(type, value)),
  }));

/** Compared as the schema says: the first spelling stays. */
const distinct = (values: readonly string[]): string[] =>
  values.filter((each, at) => values.findIndex((other) => other.toLowerCase() === each.toLowerCase()) === at);

const step = fc.oneof(
  single('title', 'title'),
  single('NAME.givenName', 'givenName'),
  single('name.familyName', 'familyName'),
  nameParts,
  imsStep,
  emailStep,
);

const patched = (before: Resource, operations: readonly object[]): Resource => {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  return applyPatch(userType, before, readPatch(userType, body, defaultLeniency));
};

function seen(resource: Resource): Model {
  const { title, name = {}, ims: chats = [], emails = [] } = resource as Record<string, never>;
  return {
    ...(title === undefined ? {} : { title }),
    ...name,
    ims: (chats as { value: string }[]).map(({ value }) => value),
    emails: new Map((emails as { type: string; value: string }[]).map(({ type, value }) => [type, value])),
  };
}

const sorted = ({ emails, ...model }: Model) => ({ ...model, emails: [...emails].sort() });

describe('PATCH', () => {
  const start: Resource = { userName: 'adele', title: 'a', ims: [{ value: 'b' }] };

  it('leads where a naive reading of the RFC leads, by one request or by many', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const model: Model = { title: 'a', ims: ['b'], emails: new Map() };
        for (const { apply } of steps) apply(model);
        const operations = steps.map(({ operation }) => operation);
        const before = structuredClone(start);
        const together = patched(start, operations);
        expect(sorted(seen(together))).toEqual(sorted(model));
        expect(start).toEqual(before);
        const apart = operations.reduce((resource, operation) => patched(resource, [operation]), start);
        expect(sorted(seen(apart))).toEqual(sorted(model));
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves what a POST would have read the same', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const after = patched(
          start,
          steps.map(({ operation }) => operation),
        );
        const { resource } = parseResource(userType, { schemas: [userType.schema.id], ...after }, defaultLeniency);
        expect(resource).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });
});
