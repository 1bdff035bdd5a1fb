import type { DesiredValues } from '@waybill/contracts';
import {
  addressOf,
  alwaysSent,
  managerOnCreation,
  referencesOf,
  valuesOnCreation,
  valuesOnUpdate,
  withManager,
} from './desired-account';

const wanted = (more: Partial<DesiredValues>): DesiredValues => ({
  values: {},
  onCreation: {},
  ifEmpty: {},
  alwaysSent: [],
  matching: [],
  redacted: [],
  ...more,
});
const enabled = { disabled: false, manager: null };

describe('an account as it is wanted', () => {
  it.each<[Partial<DesiredValues>, string | undefined]>([
    [{ values: { email: 'v@b' }, onCreation: { email: 'c@b' }, ifEmpty: { email: 'e@b' } }, 'v@b'],
    [{ values: { email: null }, onCreation: { email: 'c@b' }, ifEmpty: { email: 'e@b' } }, 'c@b'],
    [{ ifEmpty: { email: 'e@b' } }, 'e@b'],
    [{}, undefined],
  ])('%j is made under the address %s', (more, address) => {
    expect(addressOf(wanted(more))).toBe(address);
    expect(valuesOnCreation(wanted(more)).email).toBe(address);
  });

  it.each<[string, Partial<DesiredValues>, object]>([
    [
      'everything is written',
      { values: { name: 'A' }, onCreation: { title: 'T' }, ifEmpty: { phone: '1' } },
      { name: 'A', title: 'T', phone: '1' },
    ],
    [
      'what always holds goes first',
      { values: { title: 'V' }, onCreation: { title: 'C' }, ifEmpty: { title: 'E' } },
      { title: 'V' },
    ],
    [
      'what is written on creation alone goes second',
      { onCreation: { title: 'C' }, ifEmpty: { title: 'E' } },
      { title: 'C' },
    ],
    ['nothing is not written', { values: { title: null, phone: null }, onCreation: { title: 'C' } }, { title: 'C' }],
  ])('on creation %s', (_, more, values) => {
    expect(valuesOnCreation(wanted(more))).toEqual({ ...values, disabled: 'false' });
  });

  it.each<[string, Partial<DesiredValues>, Record<string, string | null>, object]>([
    ['what is written on creation alone is left', { onCreation: { title: 'C' } }, { title: null }, {}],
    [
      'what always holds is, also nothing',
      { values: { title: null, name: 'A' } },
      { title: 'X' },
      { title: null, name: 'A' },
    ],
    ['what is empty is filled', { ifEmpty: { title: 'E', phone: '1' } }, { title: null, phone: '2' }, { title: 'E' }],
  ])('on update %s', (_, more, actual, values) => {
    expect(valuesOnUpdate(wanted(more), actual, enabled)).toEqual({ ...values, disabled: 'false' });
  });

  it('may be wanted for its presence alone', () => {
    expect(valuesOnUpdate(null, { title: 'X' }, { disabled: true, manager: null })).toEqual({ disabled: 'true' });
  });

  it('gets a manager who was missing on creation, unless it has one or another is wanted', () => {
    const late = { disabled: false, manager: 'late' };
    expect(valuesOnUpdate(wanted({}), { reports_to: null }, late)).toMatchObject({ reports_to: 'late' });
    expect(valuesOnUpdate(wanted({}), { reports_to: 'm@b' }, late)).not.toHaveProperty('reports_to');
    const other = wanted({ values: { reports_to: 'other' } });
    expect(valuesOnUpdate(other, { reports_to: null }, late)).toMatchObject({ reports_to: 'other' });
    expect(managerOnCreation(wanted({ onCreation: { reports_to: 'late' } }))).toBe('late');
    expect(managerOnCreation(null)).toBeNull();
  });

  it('refers to people in any of its parts', () => {
    const parts = { values: { reports_to: null }, onCreation: { reports_to: 'c' }, ifEmpty: { reports_to: 'e' } };
    expect(referencesOf(wanted(parts))).toEqual(['c', 'e']);
    expect(referencesOf(wanted({ values: { reports_to: 'v' } }))).toEqual(['v']);
  });

  it.each([
    ['m@b', { title: 'T', reports_to: 'm@b' }],
    [null, { title: 'T', reports_to: null }],
    [undefined, { title: 'T' }],
  ])('names a manager by %s', (email, values) => {
    expect(withManager({ title: 'T', reports_to: 'id' }, email)).toEqual(values);
  });

  it('always sends what is wanted of the members that are named', () => {
    const account = wanted({ alwaysSent: ['role', 'title', 'phone'] });
    expect(alwaysSent(account, { role: 'Requester', title: null, name: 'A' })).toEqual({
      role: 'Requester',
      title: null,
    });
    expect(alwaysSent(null, { disabled: 'true' })).toEqual({});
  });
});
