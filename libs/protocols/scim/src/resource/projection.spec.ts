import { assetUrn, bareDevice, deviceType, deviceUrn, leaseUrn } from '../testing/device-type';
import { refusal } from '../testing/requests';
import { type AskedAttributes, projectionOf } from './projection';
import { renderResource } from './render-resource';
import type { Resource } from './resource';

/** The characteristic `returned` (scim.md §2.1), and what a client asks for (§2.5). */

const device: Resource = {
  ...bareDevice,
  notes: 'n',
  state: 's',
  place: { city: 'Rome', street: '1', hint: 'h', code: 'c' },
  ports: [{ value: 'P', type: 'usb' }, { value: 'Q' }],
  [leaseUrn]: { lessor: 'Bob', hidden: 'x' },
};
const times = { created: 'c', lastModified: 'm', version: 'v', location: 'l' };
const answer = (asked: AskedAttributes, written: string[] = [], resource = device) =>
  renderResource(deviceType, resource, { id: '1', ...times }, projectionOf(deviceType, asked, written));
const meta = { resourceType: 'Device', ...times };

const always = { id: '1', state: 's' };
const { serial, tags, ports, [assetUrn]: asset } = device;
const place = { city: 'Rome', street: '1', code: 'c' };
const lease = { lessor: 'Bob' };
const rest = { ...always, serial, tags, meta };

describe('an answer shows', () => {
  it.each<[string, AskedAttributes, string[], object]>([
    ['what is returned by default', {}, [], { ...rest, place, ports, [assetUrn]: asset, [leaseUrn]: lease }],
    [
      'what the write set that is returned on request',
      {},
      ['notes', 'place', `${leaseUrn}:hidden`],
      { ...rest, notes: 'n', place: device.place, ports, [assetUrn]: asset, [leaseUrn]: device[leaseUrn] },
    ],
    [
      'a part that the write set',
      {},
      ['place.hint'],
      { ...rest, place: device.place, ports, [assetUrn]: asset, [leaseUrn]: lease },
    ],
    [
      'no part that it did not set',
      {},
      ['place.street'],
      { ...rest, place, ports, [assetUrn]: asset, [leaseUrn]: lease },
    ],
    ['what is asked for', { attributes: 'serial, NOTES' }, [], { ...always, serial, notes: 'n' }],
    ['what is asked for, not what was written', { attributes: 'serial' }, ['notes'], { ...always, serial }],
    ['a value as a whole, without what must be named', { attributes: 'place' }, [], { ...always, place }],
    [
      'a part, and what is always returned with it',
      { attributes: 'place.street' },
      [],
      { ...always, place: { street: '1', code: 'c' } },
    ],
    ['a part that must be named', { attributes: 'place.hint' }, [], { ...always, place: { hint: 'h', code: 'c' } }],
    ['a part of several', { attributes: 'ports.type' }, [], { ...always, ports: [{ type: 'usb' }, {}] }],
    [
      'what a filter selects as the whole',
      { attributes: 'ports[type eq "usb"].value' },
      [],
      { ...always, ports: [{ value: 'P' }, { value: 'Q' }] },
    ],
    ['the common ones', { attributes: 'meta.version' }, [], { ...always, meta: { version: 'v' } }],
    [
      'by a URN',
      { attributes: `${deviceUrn}:serial,${assetUrn.toUpperCase()}:owner` },
      [],
      { ...always, serial, [assetUrn]: asset },
    ],
    ['an extension', { attributes: leaseUrn }, [], { ...always, [leaseUrn]: device[leaseUrn] }],
    ['nothing for what is never returned', { attributes: 'pin,place.key' }, [], { ...always, place: { code: 'c' } }],
    ['nothing for what nobody knows', { attributes: 'colour,,x.y.z' }, [], always],
    [
      'all but what is excluded',
      { excludedAttributes: 'tags,place.street,meta' },
      [],
      { ...always, serial, place: { city: 'Rome', code: 'c' }, ports, [assetUrn]: asset, [leaseUrn]: lease },
    ],
    [
      'what is always returned, excluded or not',
      { excludedAttributes: 'id,state,place.code,ports,schemas' },
      [],
      { ...rest, place, [assetUrn]: asset, [leaseUrn]: lease },
    ],
    ['no excluded extension', { excludedAttributes: `${assetUrn},${leaseUrn}:lessor` }, [], { ...rest, place, ports }],
    [
      'nothing excluded that was written',
      { excludedAttributes: 'notes' },
      ['notes'],
      { ...rest, place, ports, [assetUrn]: asset, [leaseUrn]: lease },
    ],
  ])('%s', (_, asked, written, expected) => {
    const { schemas, ...shown } = answer(asked, written);
    expect(shown).toEqual(expected);
    expect(schemas).toEqual([deviceUrn, ...[assetUrn, leaseUrn].filter((urn) => urn in expected)]);
  });

  it('no secret, even where one is stored', () => {
    const shown = answer({}, ['pin', 'place'], { ...device, pin: '1234', place: { ...place, key: 'k' } });
    expect(JSON.stringify(shown)).not.toMatch(/1234|"key"/);
  });

  it('either what is asked for or what is not excluded, of 500 names', () => {
    const names = (count: number) => Array.from({ length: count }, () => 'serial').join(',');
    expect(refusal(() => answer({ attributes: 'id', excludedAttributes: 'tags' }))).toBe('400 invalidValue');
    expect(refusal(() => answer({ attributes: names(500) }))).toBe('taken');
    expect(refusal(() => answer({ attributes: names(501) }))).toBe('400 invalidValue');
  });
});
