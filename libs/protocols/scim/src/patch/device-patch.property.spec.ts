import fc from 'fast-check';
import type { Resource } from '../resource/resource';
import { ScimError } from '../scim-error';
import { assetUrn, bareDevice, deviceType, leaseUrn } from '../testing/device-type';
import { parsed, patched } from '../testing/requests';

interface Port {
  readonly value: string;
  readonly type?: string;
  readonly speed?: number;
}
/** What a naive reader keeps of a device. */
interface Model {
  label: string | undefined;
  city: string | undefined;
  street: string | undefined;
  tags: string[];
  ports: Port[];
}
interface Step {
  readonly operation: object;
  readonly apply: (model: Model) => void;
}

const word = fc.constantFrom('a', 'A', 'b', 'ß', 'x y', '%', '"\\');
const value = fc.constantFrom('P', 'p', 'Q');
const type = fc.constantFrom('usb', 'hdmi');
const port: fc.Arbitrary<Port> = fc.record({ value, type, speed: fc.nat(3) }, { requiredKeys: ['value', 'type'] });
const listOf = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 3 });
const op = (...ops: string[]) => fc.constantFrom(...ops.flatMap((each) => [each, each.toUpperCase()]));
const isAdd = (name: string) => name.toLowerCase() === 'add';

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const isPort = (one: Port) => (other: Port) => one.value === other.value && one.type === other.type;

function withTags(before: readonly string[], more: readonly string[]): string[] {
  const tags = [...before];
  for (const tag of more) if (!tags.some((each) => same(each, tag))) tags.push(tag);
  return tags;
}

/** One port per type and value; on `add`, one that is there takes over what is new. */
function withPorts(before: readonly Port[], more: readonly Port[], merges: boolean): Port[] {
  const ports = [...before];
  for (const one of more) {
    const at = ports.findIndex(isPort(one));
    if (at < 0) ports.push(one);
    else if (merges) ports[at] = { ...ports[at], ...one };
  }
  return ports;
}

const single = (path: string, name: 'label' | 'street' | 'city', removes: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.tuple(op('add', 'replace'), word).map(([spelled, to]) => ({
      operation: { op: spelled, path, value: to },
      apply: (model: Model) => void (model[name] = to),
    })),
    ...(removes
      ? [
          fc
            .constantFrom({ op: 'remove' }, { op: 'replace', value: '' }, { op: 'replace', value: null })
            .map((how) => ({
              operation: { ...how, path },
              apply: (model: Model) => void (model[name] = undefined),
            })),
        ]
      : []),
  );

const tagStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(op('add', 'replace'), listOf(word), fc.boolean()).map(([spelled, tags, isBare]) => ({
    operation: isBare ? { op: spelled, value: { TAGS: tags } } : { op: spelled, path: 'tags', value: tags },
    apply: (model: Model) => void (model.tags = withTags(isAdd(spelled) ? model.tags : [], tags)),
  })),
  fc.tuple(listOf(word), fc.boolean()).map(([gone, byFilter]) => ({
    operation: byFilter
      ? { op: 'remove', path: `tags[${gone.map((tag) => `value eq ${JSON.stringify(tag)}`).join(' or ')}]` }
      : { op: 'Remove', path: 'tags', value: gone },
    apply: (model: Model) => void (model.tags = model.tags.filter((tag) => !gone.some((each) => same(each, tag)))),
  })),
  // The list is required: it must not end up empty.
  fc.constant({
    operation: { op: 'add', path: 'tags', value: ['last'] },
    apply: (model: Model) => void (model.tags = withTags(model.tags, ['last'])),
  }),
);

const portStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(op('add', 'replace'), listOf(port)).map(([spelled, ports]) => ({
    operation: { op: spelled, path: 'ports', value: ports },
    apply: (model: Model) => {
      const given = withPorts([], ports, false);
      model.ports = isAdd(spelled) ? withPorts(model.ports, given, true) : given;
    },
  })),
  fc.tuple(type, fc.nat(3)).map(([kind, speed]) => ({
    operation: { op: 'replace', path: `ports[type eq "${kind}" and value pr].speed`, value: speed },
    apply: (model: Model) => {
      if (!model.ports.some((each) => each.type === kind)) throw new ScimError(400, 'noTarget', 'nothing selected');
      model.ports = model.ports.map((each) => (each.type === kind ? { ...each, speed } : each));
    },
  })),
  type.map((kind) => ({
    operation: { op: 'remove', path: `ports[type eq "${kind}"]` },
    apply: (model: Model) => void (model.ports = model.ports.filter((each) => each.type !== kind)),
  })),
  listOf(port).map((gone) => ({
    operation: { op: 'remove', path: 'ports', value: gone },
    apply: (model: Model) => void (model.ports = model.ports.filter((each) => !gone.some(isPort(each)))),
  })),
  value.map((each) => ({
    operation: { op: 'remove', path: 'ports', value: [{ value: each }] },
    apply: (model: Model) => void (model.ports = model.ports.filter((other) => other.value !== each)),
  })),
);

const step = fc.oneof(
  single('label', 'label', true),
  single('place.CITY', 'city', false),
  single('place.street', 'street', true),
  tagStep,
  portStep,
);

const start: fc.Arbitrary<Resource> = fc
  .record(
    {
      label: word,
      tags: listOf(word),
      ports: listOf(port),
      place: fc.record({ city: word, street: word }, { requiredKeys: ['city'] }),
    },
    { requiredKeys: ['tags'] },
  )
  .map((given) => parsed(deviceType, { ...bareDevice, ...given, [leaseUrn]: { lessor: 'B' } }).resource);

function modelOf({ label, place, tags, ports }: Resource): Model {
  const { city, street } = (place ?? {}) as { city?: string; street?: string };
  return {
    label: label as string | undefined,
    city,
    street,
    tags: [...(tags as string[])],
    ports: [...((ports ?? []) as unknown as Port[])],
  };
}

/** What the model comes to, or why it is refused. */
function expected(before: Resource, steps: readonly Step[]): Model | string {
  const model = modelOf(before);
  try {
    for (const { apply } of steps) apply(model);
  } catch {
    return 'noTarget';
  }
  if (model.tags.length === 0) return 'mutability';
  if (model.city === undefined && model.street !== undefined) return 'invalidValue';
  return model;
}

function outcome(before: Resource, operations: readonly object[]): Resource | string {
  try {
    return patched(deviceType, before, ...operations);
  } catch (error) {
    return (error as ScimError).scimType ?? String(error);
  }
}

describe('a PATCH of a device', () => {
  it('leads where a naive reading leads, touches nothing, and leaves what a POST would have read', () => {
    fc.assert(
      fc.property(start, fc.array(step, { minLength: 1, maxLength: 10 }), (before, steps) => {
        const copy = structuredClone(before);
        const after = outcome(
          before,
          steps.map(({ operation }) => operation),
        );
        expect(before).toEqual(copy);
        expect(typeof after === 'string' ? after : modelOf(after)).toEqual(expected(copy, steps));
        if (typeof after === 'string') return;
        expect(parsed(deviceType, after).resource).toEqual(after);
        const { [assetUrn]: asset, [leaseUrn]: lease, serial } = after;
        expect([asset, lease, serial]).toEqual([bareDevice[assetUrn], { lessor: 'B' }, bareDevice.serial]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may be sent again', () => {
    const settled = step.filter(({ operation }) => (operation as { op: string }).op.toLowerCase() !== 'remove');
    fc.assert(
      fc.property(start, settled, (before, { operation }) => {
        const once = outcome(before, [operation]);
        if (typeof once !== 'string') expect(outcome(once, [operation])).toEqual(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
