import { deviceUrn, assetUrn, bareDevice, deviceType, leaseUrn } from '../testing/device-type';
import { parsed, refusal } from '../testing/requests';
import type { Resource } from './resource';
import { withImmutables } from './immutable-values';
import { parseResource } from './parse-resource';
import { defaultLeniency } from '../leniency/leniency';
import { mostElements } from './elements';
import { uniqueValues } from './unique-values';

/** What each characteristic of scim.md §2.1 means to a POST, and §2.3 to a PUT. */

const read = (more: object) => parsed(deviceType, { ...bareDevice, ...more }).resource;

describe('the types of values', () => {
  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['string', ['x', ' ', 'a\n', '\u{1F600}', 'null'], [1, true, {}, ['a', 'b'], 'a\u0000', '\ud800']],
    ['boolean', [true, false], [1, 0, 'yes', 'TrueX', {}]],
    ['decimal', [0, -1.5, 1e300], ['1', true, Infinity, NaN]],
    ['integer', [0, -7, 9007199254740991], [1.5, '1', 9007199254740992, true]],
    [
      'dateTime',
      ['2026-01-31T12:00:00Z', '2024-02-29T23:59:59.123456+01:00', '2026-01-31T12:00:00'],
      [
        '2026-01-31',
        '2026-02-30T12:00:00Z',
        '2025-02-29T12:00:00Z',
        '2026-13-01T12:00:00Z',
        '2026-01-01T24:00:00Z',
        '0000-01-01T00:00:00Z',
        1,
      ],
    ],
    ['reference', ['https://example.com/', 'urn:x', '../Users/1'], [1, true]],
    ['binary', ['QQ==', 'QUI=', 'QUJD', 'QQ', 'QUI', '-_-_'], ['*', 'A', 'QQ=', 'QUJDR', 'QQ==QQ==', 'Q Q=']],
  ])('%s', (type, taken, refused) => {
    for (const value of taken) {
      expect(read({ [`${type}One`]: value })).toMatchObject({ [`${type}One`]: value });
      expect(read({ [`${type}Many`]: [value] })).toMatchObject({ [`${type}Many`]: [value] });
      expect(read({ [`${type}Many`]: value })).toMatchObject({ [`${type}Many`]: [value] });
    }
    for (const value of refused) {
      expect([value, refusal(() => read({ [`${type}One`]: value }))]).toEqual([value, '400 invalidValue']);
      expect([value, refusal(() => read({ [`${type}Many`]: [value, value] }))]).toEqual([value, '400 invalidValue']);
    }
  });

  it.each(['True', 'FALSE', 'true', 'false'])('boolean as the text %s', (text) => {
    expect(read({ booleanOne: text })).toMatchObject({ booleanOne: text.toLowerCase() === 'true' });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['an empty list', []],
    ['an empty text', ''],
    ['a list of nulls', [null, '']],
  ])('%s is unassigned', (_, value) => {
    const names = ['stringOne', 'booleanOne', 'integerMany', 'place', 'ports', leaseUrn];
    expect(read(Object.fromEntries(names.map((name) => [name, value])))).toEqual(bareDevice);
  });

  it('an object with nothing in it is unassigned', () => {
    expect(read({ place: { street: null, city: '' }, ports: [{}, { value: null }], [leaseUrn]: {} })).toEqual(
      bareDevice,
    );
  });
});

describe('several values', () => {
  it.each<[string, object, object]>([
    ['each counts once', { tags: ['a', 'A', 'b'] }, { tags: ['a', 'b'] }],
    ['each in its own case', { exactMany: ['a', 'A', 'a'] }, { exactMany: ['a', 'A'] }],
    [
      'each type with its value',
      {
        ports: [
          { type: 'usb', value: 'P' },
          { type: 'USB', value: 'P', speed: 1 },
          { type: 'hdmi', value: 'P' },
          { type: 'usb', value: 'p' },
        ],
      },
      {
        ports: [
          { type: 'usb', value: 'P' },
          { type: 'hdmi', value: 'P' },
          { type: 'usb', value: 'p' },
        ],
      },
    ],
    ['bare ones stand for their value', { ports: ['P'] }, { ports: [{ value: 'P' }] }],
    ['objects around simple ones are opened', { tags: [{ $ref: null, value: 'a' }] }, { tags: ['a'] }],
    [
      'one may be primary',
      {
        ports: [
          { value: 'P', primary: 'True' },
          { value: 'Q', primary: 'False' },
        ],
      },
      {
        ports: [
          { value: 'P', primary: true },
          { value: 'Q', primary: false },
        ],
      },
    ],
    ['any type may be given', { ports: [{ value: 'P', type: 'vga' }] }, { ports: [{ value: 'P', type: 'vga' }] }],
  ])('%s', (_, more, expected) => {
    expect(read(more)).toEqual({ ...bareDevice, ...expected });
  });

  it('are refused when two are primary, unless the job keeps the first', () => {
    const ports = [
      { value: 'P', primary: true },
      { value: 'Q', primary: true },
    ];
    expect(refusal(() => read({ ports }))).toBe('400 invalidValue');
    const { resource } = parsed(deviceType, { ...bareDevice, ports }, { twoPrimaries: 'keepFirst' });
    expect(resource.ports).toEqual([ports[0], { value: 'Q', primary: false }]);
  });

  it('are 1,000 at most, and counted before they are compared', () => {
    const tags = (length: number) => Array.from({ length }, (_, n) => String(n % 10));
    expect(read({ tags: tags(mostElements) }).tags).toHaveLength(10);
    expect(() => read({ tags: tags(mostElements + 1) })).toThrow('"tags" may have 1000 values.');
  });
});

describe('names', () => {
  it('may be in any letter case, and are kept as the schema spells them', () => {
    const { serial, tags } = bareDevice;
    const body = { SERIAL: serial, Tags: tags, PLACE: { City: 'Rome' }, [assetUrn.toUpperCase()]: { OWNER: 'Ann' } };
    expect(parsed(deviceType, body).resource).toEqual({ ...bareDevice, place: { city: 'Rome' } });
  });

  it('that are there twice count once', () => {
    expect(read({ label: 'one', LABEL: 'two' }).label).toBe('one');
  });

  it('may be behind their URN', () => {
    expect(read({ [`${deviceUrn}:label`]: 'L', [`${leaseUrn}:lessor`]: 'B' })).toMatchObject({
      label: 'L',
      [leaseUrn]: { lessor: 'B' },
    });
  });

  it('that no schema knows are ignored and told, or refused', () => {
    const more = {
      colour: 'red',
      'place.city': 'x',
      place: { city: 'Rome', planet: 'Mars' },
      [leaseUrn]: { lessor: 'B', rent: 1 },
      nothing: null,
    };
    const { resource, unknown } = parsed(deviceType, { ...bareDevice, ...more });
    expect(resource).toEqual({ ...bareDevice, place: { city: 'Rome' }, [leaseUrn]: { lessor: 'B' } });
    expect(unknown).toEqual(['colour', 'place.city', 'place.planet', `${leaseUrn}:rent`]);
    expect(refusal(() => parsed(deviceType, { ...bareDevice, ...more }, { unknownAttributes: 'refuse' }))).toBe(
      '400 invalidPath',
    );
  });
});

describe('what is required', () => {
  it.each<[string, object]>([
    ['an attribute', { serial: undefined }],
    ['a list', { tags: [] }],
    ['a part of a value', { place: { street: '1' } }],
    ['a part of each of several', { ports: [{ value: 'P' }, { type: 'usb' }] }],
    ['an extension', { [assetUrn]: undefined }],
    ['an attribute of a required extension', { [assetUrn]: { cost: 1 } }],
    ['an attribute of an extension that is there', { [leaseUrn]: { hidden: 'x' } }],
  ])('%s', (_, more) => {
    expect(refusal(() => read(more))).toBe('400 invalidValue');
  });

  it('names all that is missing, each once', () => {
    expect(() => parsed(deviceType, { ports: [{ type: 'usb' }, { type: 'hdmi' }] })).toThrow(
      `"serial", "tags", "ports.value", "${assetUrn}" is required.`,
    );
  });
});

describe('who may write', () => {
  it('what is read-only is not looked at', () => {
    const more = {
      lastSeen: 7,
      place: { city: 'Rome', zone: 7 },
      id: 7,
      meta: 7,
      [assetUrn]: { owner: 'Ann', audited: 7 },
    };
    expect(read(more)).toEqual({ ...bareDevice, place: { city: 'Rome' } });
  });

  it('what is never returned is not kept, and yet it must fit', () => {
    expect(read({ pin: '1234', place: { city: 'Rome', key: 'k' } })).toEqual({
      ...bareDevice,
      place: { city: 'Rome' },
    });
    expect(refusal(() => read({ pin: 1234 }))).toBe('400 invalidValue');
  });
});

describe('schemas', () => {
  const withSchemas = (schemas: unknown) =>
    refusal(() => parseResource(deviceType, { ...bareDevice, schemas }, defaultLeniency));

  it.each<[string, unknown, string]>([
    ['the type alone', [deviceUrn], 'taken'],
    ['its extensions too', [deviceUrn, assetUrn, leaseUrn], 'taken'],
    ['another letter case', [deviceUrn.toUpperCase()], 'taken'],
    ['one that nobody knows', [deviceUrn, 'urn:x'], 'taken'],
    ['none', [], '400 invalidSyntax'],
    ['no list', deviceUrn, '400 invalidSyntax'],
    ['nothing', undefined, '400 invalidSyntax'],
    ['only an extension', [assetUrn], '400 invalidSyntax'],
    ['one twice', [deviceUrn, deviceUrn.toLowerCase()], '400 invalidSyntax'],
    ['numbers', [1, 2], '400 invalidSyntax'],
  ])('%s', (_, schemas, expected) => {
    expect(withSchemas(schemas)).toBe(expected);
  });
});

describe('what a PUT leaves', () => {
  const before: Resource = {
    ...bareDevice,
    label: 'L',
    madeBy: 'Acme',
    marks: ['m', 'n'],
    place: { city: 'Rome', country: 'IT' },
    [assetUrn]: { owner: 'Ann', state: 'new' },
    [leaseUrn]: { lessor: 'Bob' },
  };
  const put = (more: object) => withImmutables(deviceType, before, read(more));
  const { madeBy, marks } = before;
  const asset = { owner: 'Ann', state: 'new' };

  it.each<[string, object, object]>([
    ['what is not sent goes, except for what is immutable', {}, { place: { country: 'IT' } }],
    ['the same again', { madeBy: 'Acme', marks: ['m', 'n'] }, { place: { country: 'IT' } }],
    ['in another case and order', { madeBy: 'ACME', marks: ['n', 'm'] }, { place: { country: 'IT' } }],
    ['a part of a value', { place: { city: 'Oslo', country: 'it' } }, { place: { city: 'Oslo', country: 'IT' } }],
    ['new values', { label: 'M', tags: ['z'] }, { label: 'M', tags: ['z'], place: { country: 'IT' } }],
  ])('%s', (_, more, expected) => {
    expect(put(more)).toEqual({ ...bareDevice, madeBy, marks, [assetUrn]: asset, ...expected });
  });

  it.each<[string, object]>([
    ['another immutable value', { madeBy: 'Other' }],
    ['another list of them', { marks: ['m'] }],
    ['another immutable part', { place: { city: 'Rome', country: 'FR' } }],
    ['another of an extension', { [assetUrn]: { owner: 'Ann', state: 'old' } }],
  ])('refuses %s', (_, more) => {
    expect(refusal(() => put(more))).toBe('400 mutability');
  });

  it('leaves what it was given alone, and makes no empty parts', () => {
    const given = read({});
    const copy = structuredClone(given);
    expect(withImmutables(deviceType, bareDevice, given)).toEqual(given);
    withImmutables(deviceType, before, given);
    expect(given).toEqual(copy);
  });
});

describe('unique values', () => {
  it('are folded where case does not count, and told once', () => {
    const ports = [
      { value: 'P', mac: '0A' },
      { value: 'Q', mac: '0a' },
    ];
    expect(uniqueValues(deviceType, { ...bareDevice, serial: 'Ab', label: 'ÄB', ports })).toEqual([
      { path: 'serial', value: 'Ab' },
      { path: 'label', value: 'äb' },
      { path: 'ports.mac', value: '0a' },
    ]);
  });
});
