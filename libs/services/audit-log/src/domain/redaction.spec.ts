import type { AccountOutcome } from '@waybill/contracts';
import { told, toldEvents } from '../testing/told-events';
import { redacted } from './redaction';

const differences = [
  { name: 'title', oldValue: 'Clerk', newValue: 'Retail Manager' },
  { name: 'phone', oldValue: null, newValue: '+1 425 555 0109' },
  { name: 'mobile_phone', oldValue: '+1 425 555 0110', newValue: null },
];
const remarks = [
  { code: 'FieldNotTakenOver', field: 'phone', text: 'Samanage did not take over phone "+1 (425)".' },
  { code: 'FieldNotTakenOver', field: 'title', text: 'Samanage did not take over title "+1 (425)".' },
  { code: 'AccountMatchedAgain', field: null, text: 'Account 1045 was gone.' },
];
const refusedFields = { phone: '+1 (425)', title: '+1 (425)' };

const shown = (members: string[], more: object = {}) => {
  const event = told('samanage.account-updated', { differences, remarks, refusedFields, ...more });
  return redacted(event, members).data as AccountOutcome['data'];
};

describe('what the log may not show', () => {
  it('is masked before and after; that there was nothing may be seen', () => {
    expect(shown(['phone', 'mobile_phone']).differences).toEqual([
      differences[0],
      { name: 'phone', oldValue: null, newValue: '[Redact]' },
      { name: 'mobile_phone', oldValue: '[Redact]', newValue: null },
    ]);
  });

  it('is masked in the remark that speaks of it, and in no other', () => {
    expect(shown(['phone']).remarks).toEqual([
      { ...remarks[0], text: 'Samanage did not take over phone "[Redact]".' },
      remarks[1],
      remarks[2],
    ]);
    expect(shown(['phone'], { refusedFields: { phone: null } }).remarks).toEqual(remarks);
  });

  it.each<[string[], object, string]>([
    [['email'], {}, '[Redact]'],
    [['title'], {}, 'AdeleV@contoso.com'],
    [['email'], { applied: null, differences: [] }, 'AdeleV@contoso.com'],
    [
      ['email'],
      { applied: null, differences: [{ name: 'email', oldValue: 'AdeleV@contoso.com', newValue: null }] },
      '[Redact]',
    ],
    [['phone'], { applied: { phone: '' }, targetName: '' }, ''],
  ])('%j %j: the account is called %s', (members, more, targetName) => {
    expect(shown(members, more).targetName).toBe(targetName);
  });

  it.each(toldEvents)('is nothing of $type where nothing is named', (event) => {
    expect(redacted(event, [])).toBe(event);
  });

  const withoutValues = toldEvents.filter(({ data }) => !('differences' in data));
  it.each(withoutValues)('is nothing of $type, which tells no values', (event) => {
    expect(redacted(event, ['title', 'email'])).toBe(event);
  });
});
