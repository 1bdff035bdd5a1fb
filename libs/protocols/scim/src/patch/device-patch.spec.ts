import type { Resource } from '../resource/resource';
import { assetUrn, bareDevice, deviceType, leaseUrn } from '../testing/device-type';
import { patched, refusal } from '../testing/requests';

/** The table of scim.md §2.4 and the errors below it, with a type that has every kind of attribute. */

const full: Resource = {
  ...bareDevice,
  label: 'Lab 1',
  tags: ['a', 'b'],
  integerMany: [1, 2],
  exactMany: ['x', 'X'],
  madeBy: 'Acme',
  marks: ['m', 'n'],
  place: { city: 'Rome', street: '1 Way', country: 'IT' },
  ports: [
    { value: 'P1', type: 'usb', primary: true, speed: 1, maker: 'Acme' },
    { value: 'P2', type: 'hdmi', speed: 1 },
  ],
  [assetUrn]: { owner: 'Ann', state: 'new' },
  [leaseUrn]: { lessor: 'Bob' },
};
const [first, second] = full.ports as readonly [Record<string, never>, Record<string, never>];
const device = (...operations: object[]) => patched(deviceType, full, ...operations);

/** What the resource has then; undefined for what it has no longer. */
const effects: readonly [name: string, operation: object, expected: Record<string, unknown>][] = [
  [
    'add without a path merges',
    { op: 'add', value: { label: 'L', place: { street: '2' } } },
    { label: 'L', place: { city: 'Rome', street: '2', country: 'IT' } },
  ],
  ['add without a path appends', { op: 'add', value: { tags: ['c'] } }, { tags: ['a', 'b', 'c'] }],
  [
    'add without a path merges extensions',
    { op: 'add', value: { [assetUrn]: { cost: 1.5 } } },
    { [assetUrn]: { owner: 'Ann', state: 'new', cost: 1.5 } },
  ],
  ['add sets a single one', { op: 'add', path: 'stringOne', value: 's' }, { stringOne: 's' }],
  [
    'add merges into a complex one',
    { op: 'add', path: 'place', value: { street: '2' } },
    { place: { city: 'Rome', street: '2', country: 'IT' } },
  ],
  ['add appends what is not there', { op: 'add', path: 'tags', value: ['b', 'c'] }, { tags: ['a', 'b', 'c'] }],
  ['add of one simple value', { op: 'add', path: 'tags', value: 'c' }, { tags: ['a', 'b', 'c'] }],
  ['add of what is there in another case', { op: 'add', path: 'tags', value: ['A'] }, {}],
  [
    'add of another case where it counts',
    { op: 'add', path: 'exactMany', value: ['x', 'Xx'] },
    { exactMany: ['x', 'X', 'Xx'] },
  ],
  ['add of a number', { op: 'add', path: 'integerMany', value: [2, 3] }, { integerMany: [1, 2, 3] }],
  ['add of an element that is there', { op: 'add', path: 'ports', value: [first] }, {}],
  [
    'add of an element with the value of another type',
    { op: 'add', path: 'ports', value: { value: 'P1', type: 'hdmi' } },
    { ports: [first, second, { value: 'P1', type: 'hdmi' }] },
  ],
  [
    'add to selected elements',
    { op: 'add', path: 'ports[type eq "hdmi"]', value: { speed: 9 } },
    { ports: [first, { ...second, speed: 9 }] },
  ],
  ['add of nothing to selected elements', { op: 'add', path: 'ports[type eq "hdmi"]', value: null }, {}],
  [
    'replace without a path',
    { op: 'replace', value: { tags: ['z'], place: { street: '2' } } },
    { tags: ['z'], place: { city: 'Rome', street: '2', country: 'IT' } },
  ],
  [
    'replace of named sub-attributes',
    { op: 'replace', path: 'place', value: { CITY: 'Oslo', street: null } },
    { place: { city: 'Oslo', country: 'IT' } },
  ],
  ['replace of a whole list', { op: 'replace', path: 'ports', value: [{ value: 'P3' }] }, { ports: [{ value: 'P3' }] }],
  ['replace of what is not there', { op: 'replace', path: 'booleanOne', value: 'TRUE' }, { booleanOne: true }],
  [
    'replace of every selected element',
    { op: 'replace', path: 'ports[speed eq 1]', value: { value: 'P9' } },
    { ports: [{ value: 'P9', speed: 1 }] },
  ],
  [
    'replace keeps what the filter found as it is written',
    { op: 'replace', path: 'ports[type eq "USB"]', value: [{ value: 'P9' }] },
    { ports: [{ value: 'P9', type: 'usb' }, second] },
  ],
  [
    'replace of a sub-attribute of every match',
    { op: 'replace', path: 'ports[value sw "P"].speed', value: 7 },
    {
      ports: [
        { ...first, speed: 7 },
        { ...second, speed: 7 },
      ],
    },
  ],
  [
    'replace of a sub-attribute of all',
    { op: 'replace', path: 'ports.speed', value: 7 },
    {
      ports: [
        { ...first, speed: 7 },
        { ...second, speed: 7 },
      ],
    },
  ],
  [
    'replace that makes another primary',
    { op: 'replace', path: 'ports[type eq "hdmi"].primary', value: 'True' },
    {
      ports: [
        { ...first, primary: false },
        { ...second, primary: true },
      ],
    },
  ],
  ['replace of a simple element', { op: 'replace', path: 'tags[value eq "B"]', value: 'c' }, { tags: ['a', 'c'] }],
  ['replace with what makes two the same', { op: 'replace', path: 'tags[value eq "b"]', value: 'A' }, { tags: ['a'] }],
  [
    'replace of an element that is not there, of a canonical type',
    { op: 'replace', path: 'ports[type eq "hdmi" and primary eq "True"].value', value: 'P1' },
    { ports: [{ ...first, primary: false }, second, { value: 'P1', type: 'hdmi', primary: true }] },
  ],
  ['remove of a single one', { op: 'remove', path: 'label' }, { label: undefined }],
  ['remove of a sub-attribute', { op: 'remove', path: 'place.street' }, { place: { city: 'Rome', country: 'IT' } }],
  ['remove of what is not there', { op: 'remove', path: 'stringOne' }, {}],
  ['remove of a part of what is not there', { op: 'remove', path: 'ports[type eq "vga"].speed' }, {}],
  [
    'remove of selected elements',
    { op: 'remove', path: 'ports[speed eq 1 and not (type eq "usb")]' },
    { ports: [first] },
  ],
  ['remove of simple elements', { op: 'remove', path: 'tags[value eq "A"]' }, { tags: ['b'] }],
  ['remove of listed simple elements', { op: 'remove', path: 'tags', value: ['B'] }, { tags: ['a'] }],
  [
    'remove of listed elements by value',
    { op: 'Remove', path: 'ports', value: [{ $ref: null, value: 'P1' }] },
    { ports: [second] },
  ],
  [
    'remove of listed elements by value and type',
    {
      op: 'remove',
      path: 'ports',
      value: [
        { value: 'P1', type: 'hdmi' },
        { value: 'P2', type: 'HDMI' },
      ],
    },
    { ports: [first] },
  ],
  ['remove of an empty list removes none', { op: 'remove', path: 'ports', value: [] }, {}],
  ['remove of a list', { op: 'remove', path: 'ports' }, { ports: undefined }],
  [
    'remove of an optional extension with what it requires',
    { op: 'remove', path: leaseUrn },
    { [leaseUrn]: undefined },
  ],
  [
    'replace of an optional extension with null',
    { op: 'replace', value: { [leaseUrn]: null } },
    { [leaseUrn]: undefined },
  ],
  ['an extension attribute that the core has too', { op: 'replace', path: 'state', value: 'on' }, { state: 'on' }],
  [
    'an immutable value that is not set',
    { op: 'add', path: 'ports[type eq "hdmi"].maker', value: 'Sony' },
    { ports: [first, { ...second, maker: 'Sony' }] },
  ],
  [
    'the same immutable values again',
    {
      op: 'replace',
      value: { madeBy: 'Acme', marks: ['n', 'm'], 'place.country': 'IT', [`${assetUrn}:state`]: 'new' },
    },
    { marks: ['n', 'm'] },
  ],
  ['what is never returned', { op: 'replace', value: { pin: '1234', 'place.key': 'k' } }, {}],
];

const refusals: readonly [name: string, operation: object, refused: string][] = [
  ['add without a value', { op: 'add', path: 'tags' }, '400 invalidValue'],
  ['replace without a value', { op: 'replace', path: 'tags' }, '400 invalidValue'],
  ['a value that is no object, without a path', { op: 'add', value: 'x' }, '400 invalidValue'],
  ['remove without a path', { op: 'remove' }, '400 noTarget'],
  ['replace of nothing selected', { op: 'replace', path: 'ports[value eq "P7"].speed', value: 1 }, '400 noTarget'],
  [
    'replace of a type that is not canonical',
    { op: 'replace', path: 'ports[type eq "vga"].value', value: 'P' },
    '400 noTarget',
  ],
  ['replace by more than eq', { op: 'replace', path: 'ports[type sw "vg"].value', value: 'P' }, '400 noTarget'],
  [
    'add by more than eq',
    { op: 'add', path: 'ports[type eq "vga" or type eq "dvi"].value', value: 'P' },
    '400 noTarget',
  ],
  ['a filter on one value', { op: 'replace', path: 'place[city eq "Rome"].street', value: 'x' }, '400 invalidFilter'],
  ['a filter with a sub-attribute that is none', { op: 'remove', path: 'ports[colour eq "red"]' }, 'taken'],
  ['a filter with a value of another type', { op: 'remove', path: 'ports[speed eq "fast"]' }, '400 invalidFilter'],
  ['a path in a path', { op: 'remove', path: 'ports[tags[value eq "a"]]' }, '400 invalidFilter'],
  ['a dot too many', { op: 'remove', path: 'place..city' }, '400 invalidPath'],
  ['a dot at the end', { op: 'remove', path: 'place.' }, '400 invalidPath'],
  ['a space', { op: 'remove', path: 'place city' }, '400 invalidPath'],
  ['something behind the filter', { op: 'remove', path: 'ports[speed eq 1]x' }, '400 invalidPath'],
  ['a path that is no text', { op: 'remove', path: 7 }, '400 invalidPath'],
  ['a read-only target', { op: 'replace', path: 'lastSeen', value: '2026-01-01T00:00:00Z' }, '400 mutability'],
  ['removing what is read-only', { op: 'remove', path: `${assetUrn}:audited` }, '400 mutability'],
  ['a read-only part', { op: 'replace', path: 'place.zone', value: 'z' }, '400 mutability'],
  ["what is the server's", { op: 'add', path: 'meta.version', value: 'x' }, '400 mutability'],
  ['removing what is required', { op: 'remove', path: 'serial' }, '400 mutability'],
  ['clearing what is required', { op: 'replace', value: { serial: null } }, '400 mutability'],
  ['removing a list that is required', { op: 'remove', path: 'tags' }, '400 mutability'],
  ['removing all of a list that is required', { op: 'remove', path: 'tags[value pr]' }, '400 mutability'],
  ['listing all of a list that is required', { op: 'remove', path: 'tags', value: ['a', 'b'] }, '400 mutability'],
  ['emptying a list that is required', { op: 'replace', path: 'tags', value: [] }, '400 mutability'],
  ['removing a part that is required', { op: 'remove', path: 'place.city' }, '400 mutability'],
  ['clearing a part that is required', { op: 'replace', path: 'place', value: { city: '' } }, '400 mutability'],
  ['removing what an element requires', { op: 'remove', path: 'ports[type eq "usb"].value' }, '400 mutability'],
  [
    'an element without what it requires',
    { op: 'add', path: 'ports', value: [{ type: 'usb', speed: 3 }] },
    '400 invalidValue',
  ],
  ['removing a required extension', { op: 'remove', path: assetUrn }, '400 mutability'],
  ['removing what an extension requires', { op: 'replace', path: `${assetUrn}:owner`, value: null }, '400 mutability'],
  ['another immutable value', { op: 'replace', path: 'madeBy', value: 'Other' }, '400 mutability'],
  ['removing an immutable value', { op: 'remove', path: 'madeBy' }, '400 mutability'],
  ['one more immutable value', { op: 'add', path: 'marks', value: ['o'] }, '400 mutability'],
  ['another immutable part', { op: 'replace', path: 'place.country', value: 'FR' }, '400 mutability'],
  [
    'another immutable value of an extension',
    { op: 'replace', path: `${assetUrn}:state`, value: 'old' },
    '400 mutability',
  ],
  ['editing an element', { op: 'replace', path: 'ports[type eq "usb"].maker', value: 'Sony' }, '400 mutability'],
  [
    'editing an element as a whole',
    { op: 'add', path: 'ports[type eq "usb"]', value: { maker: 'Sony' } },
    '400 mutability',
  ],
  [
    'editing an element by adding it',
    { op: 'add', path: 'ports', value: [{ ...first, maker: 'Sony' }] },
    '400 mutability',
  ],
  ['a wrong type', { op: 'replace', path: 'integerOne', value: 1.5 }, '400 invalidValue'],
  [
    'a wrong type in an element',
    { op: 'add', path: 'ports', value: [{ value: 'P', speed: 'fast' }] },
    '400 invalidValue',
  ],
  ['a list for one value', { op: 'replace', path: 'stringOne', value: ['a', 'b'] }, '400 invalidValue'],
  ['a text for an extension', { op: 'replace', path: assetUrn, value: 'x' }, '400 invalidValue'],
  [
    'more than 1,000 values',
    { op: 'add', path: 'integerMany', value: Array.from({ length: 1_001 }, () => 1) },
    '400 invalidValue',
  ],
];

describe('a PATCH of a type that a job made', () => {
  it.each(effects)('%s', (_, operation, expected) => {
    const after = device(operation);
    const whole: Record<string, unknown> = { ...full, ...expected };
    for (const [name, value] of Object.entries(expected)) if (value === undefined) delete whole[name];
    expect(after).toEqual(whole);
  });

  it.each(refusals)('%s', (_, operation, refused) => {
    const before = structuredClone(full);
    expect(refusal(() => device({ op: 'replace', path: 'label', value: 'x' }, operation))).toBe(refused);
    expect(full).toEqual(before);
  });

  it('takes what is required away and gives it again', () => {
    expect(device({ op: 'remove', path: 'serial' }, { op: 'add', path: 'serial', value: 'S2' }).serial).toBe('S2');
  });

  it('is not held back by what was missing before', () => {
    const old: Resource = { serial: 'S1', ports: [{ type: 'usb', speed: 1 }] };
    expect(patched(deviceType, old, { op: 'add', path: 'label', value: 'L' })).toEqual({ ...old, label: 'L' });
  });

  it('makes one element of several adds, in any order', () => {
    const subs: readonly (readonly [string, unknown])[] = [
      ['speed', 5],
      ['value', 'P3'],
      ['maker', 'Sony'],
      ['primary', false],
    ];
    const expected = { type: 'dvi', speed: 5, value: 'P3', maker: 'Sony', primary: false };
    for (const order of [subs, subs.toReversed()]) {
      const adds = order.map(([sub, value]) => ({ op: 'add', path: `ports[type eq "dvi"].${sub}`, value }));
      expect(device(...adds).ports).toEqual([first, second, expected]);
    }
  });
});
