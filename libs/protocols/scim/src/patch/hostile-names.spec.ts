import { defaultLeniency } from '../leniency/leniency';
import { projectionOf } from '../resource/projection';
import { parseResource } from '../resource/parse-resource';
import type { ResourceType } from '../schema/attribute';
import { groupType } from '../schema/group';
import { userType } from '../schema/user';
import { assetUrn, bareDevice, deviceType } from '../testing/device-type';
import { patched, patchOf, refusal } from '../testing/requests';
import { readPatch } from './read-patch';

/** Names that JavaScript gives a meaning to: never found, never in what is stored, never a crash. */

const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__'];
const cases = names.flatMap((name) =>
  [userType, groupType, deviceType].map((type) => [name, type.name, type] as const),
);
const stored: Record<string, object> = {
  User: { userName: 'u', emails: [{ value: 'e', type: 'work' }] },
  Group: { displayName: 'G' },
  Device: { ...bareDevice, ports: [{ value: 'P', type: 'usb' }] },
};
/** As JSON, since an object literal would take some of the names for its own. */
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

afterEach(() => {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe.each(cases)('%s, of a %s', (name, typeName, type) => {
  const before = stored[typeName] as Record<string, never>;
  const unchanged = { resource: before, members: undefined, unknown: expect.anything() as never };
  const body = (more: string) => ({ schemas: [type.schema.id], ...before, ...json(more) });

  it.each<[string, string]>([
    ['in a body', `{"${name}":{"polluted":true}}`],
    ['in a body, with a text', `{"${name}":"polluted"}`],
    ['behind the URN of the type', `{"${type.schema.id}:${name}":1}`],
    ['as an extension', `{"urn:${name}":{"polluted":true}}`],
  ])('%s', (_, more) => {
    const read = parseResource(type, body(more), defaultLeniency);
    expect(read).toEqual(unchanged);
    expect(read.unknown).toHaveLength(1);
    expect(Object.getPrototypeOf(read.resource)).toBe(Object.prototype);
  });

  it.each(['add', 'replace', 'remove'])('in a path of %s', (op) => {
    for (const path of [
      name,
      `${name}.polluted`,
      `name.${name}`,
      `ports.${name}`,
      `emails[type eq "work"].${name}`,
      `${type.schema.id}:${name}`,
      `${name}[value eq "x"].y`,
    ]) {
      const operation = { op, path, value: { polluted: true } };
      const outcome = refusal(() => expect(patched(type, before, operation)).toEqual(before));
      expect([path, outcome]).toEqual([path, expect.stringMatching(/^(taken|400 invalidPath)$/) as string]);
    }
  });

  it('in a filter', () => {
    const lists = ['emails', 'ports', 'members'].map((list) => `${list}[${name} eq "x"]`);
    for (const path of lists)
      expect(refusal(() => expect(patched(type, before, { op: 'remove', path })).toEqual(before))).toMatch(
        /^(taken|400 .*)$/,
      );
  });

  it('without a path', () => {
    const Operations = [{ op: 'add', value: json(`{"${name}":{"polluted":true}}`) }];
    const given = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };
    expect(refusal(() => readPatch(type, given, defaultLeniency))).toMatch(/^(taken|400 invalidPath)$/);
  });

  it('as what is asked for', () => {
    expect(refusal(() => projectionOf(type, { attributes: `${name},${name}.x` }))).toBe('taken');
  });
});

describe.each(names)('%s, in a value', (name) => {
  const polluting = json(`{"${name}":{"polluted":true},"value":"P"}`);

  it.each<[string, ResourceType, string, unknown, unknown]>([
    ['a list', deviceType, 'ports', [polluting], [{ value: 'P', type: 'usb' }, { value: 'P' }]],
    ['a packed role', userType, 'roles', [{ value: JSON.stringify(polluting) }], [{ value: 'P' }]],
    ['an extension', deviceType, assetUrn, json(`{"${name}":1}`), { owner: 'Ann' }],
  ])('of %s', (_, type, path, value, expected) => {
    expect(patched(type, stored[type.name] as never, { op: 'add', path, value })[path]).toEqual(expected);
  });

  it('of a member', () => {
    const value = [json(`{"${name}":{"polluted":true},"value":"a"}`)];
    expect(patchOf(groupType, [{ op: 'add', path: 'members', value }]).memberSteps).toEqual([
      { kind: 'add', members: [{ id: 'a', display: null }] },
    ]);
  });
});

describe('odd bodies', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['operations that are none', [null, 7, 'x', []]],
    ['an op that is none', [{ op: {}, path: 'title' }]],
    ['a long path', [{ op: 'add', path: 'x'.repeat(20_000), value: 1 }]],
    ['a deep filter', [{ op: 'remove', path: `emails[${'('.repeat(3_000)}` }]],
    [
      'a deep value',
      [{ op: 'add', path: 'title', value: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as unknown }],
    ],
    ['lists in lists', [{ op: 'add', path: 'emails', value: [[['x']]] }]],
  ])('are refused: %s', (_, operations) => {
    expect(
      refusal(() =>
        patched(
          userType,
          stored.User as never,
          ...((Array.isArray(operations) ? operations : [operations]) as object[]),
        ),
      ),
    ).toMatch(/^400 invalid/);
  });
});
