import { DomainError } from '@waybill/decider';
import { pairs } from '../testing/connection-fixture';
import { graphSecretKeys } from './secret-keys';
import { readSecretSet, showSecretSet } from './secret-set';

const nothing = { syncAll: null, skipOutOfScopeDeletions: null, notification: null };
const notification = (value: object) => pairs({ SyncNotificationSettings: JSON.stringify(value) });
const read = (values: Record<string, string>) => readSecretSet(pairs(values));

describe('a set of secrets', () => {
  it('is read as Graph writes it', () => {
    const { baseAddress, token, basic, settings } = read({
      BaseAddress: 'https://api.samanage.com',
      SecretToken: 'bWVnYW5AY29udG9zby5jb20=:eyJ.x_y-z',
      SyncAll: 'False',
      SkipOutOfScopeDeletions: 'true',
      SyncNotificationSettings:
        '{"Enabled":true,"Recipients":"a@contoso.com; b@contoso.com,","DeleteThresholdEnabled":true,"DeleteThresholdValue":500,"HumanResourcesLookaheadQueryEnabled":false}',
      AppKey: 'passed over',
    });
    expect([baseAddress, token?.reveal(), basic]).toEqual([
      'https://api.samanage.com',
      'bWVnYW5AY29udG9zby5jb20=:eyJ.x_y-z',
      undefined,
    ]);
    expect(settings).toEqual({
      syncAll: false,
      skipOutOfScopeDeletions: true,
      notification: {
        enabled: true,
        recipients: ['a@contoso.com', 'b@contoso.com'],
        deleteThresholdEnabled: true,
        deleteThresholdValue: 500,
      },
    });
  });

  it('says nothing by what is empty or shown as it is kept', () => {
    const kept = read({ SecretToken: '*', UserName: '*', Password: '*', SyncAll: '' });
    expect(kept).toEqual({ baseAddress: undefined, token: undefined, basic: undefined, settings: nothing });
    expect(readSecretSet([{ key: 'SecretToken', value: null }, { key: 'AppKey' }]).token).toBeUndefined();
  });

  it('of Basic authentication is a user with a password', () => {
    expect(read({ UserName: 'megan@contoso.com', Password: 'p:ä ss' }).basic?.reveal()).toBe(
      'megan@contoso.com:p:ä ss',
    );
  });

  it('may hold every key that Graph knows', () => {
    expect(graphSecretKeys.size).toBe(45);
    expect(() => readSecretSet([...graphSecretKeys].map((key) => ({ key })))).not.toThrow();
  });

  it.each([
    ['a key that Graph does not know', pairs({ Token: 'x' }), /no such key: Token/],
    ['a key in another letter case', pairs({ secretToken: 'x' }), /no such key: secretToken/],
    ['a key twice', [...pairs({ SyncAll: 'true' }), ...pairs({ SyncAll: 'false' })], /comes once: SyncAll/],
    ['a token with a line break', pairs({ SecretToken: 'a\r\nX: y' }), /SecretToken: it takes letters/],
    ['a token with a space', pairs({ SecretToken: 'Bearer token' }), /SecretToken: it takes letters/],
    ['a user without a password', pairs({ UserName: 'a@contoso.com' }), /go together/],
    ['a password without a user', pairs({ Password: 'x' }), /go together/],
    ['a user with a colon', pairs({ UserName: 'a:b', Password: 'x' }), /UserName: it takes/],
    ['neither true nor false', pairs({ SyncAll: 'yes' }), /SyncAll/],
    ['settings that are no JSON', pairs({ SyncNotificationSettings: 'no' }), /JSON object/],
    ['settings without Enabled', notification({}), /Enabled/],
    ['mails to nobody', notification({ Enabled: true, Recipients: ' , ' }), /nobody/],
    ['mails to what is no address', notification({ Enabled: true, Recipients: 'me' }), /email/],
    ['a threshold below none', notification({ Enabled: false, DeleteThresholdValue: -1 }), /DeleteThresholdValue/],
  ])('is refused: %s', (_, set, message) => {
    expect(() => readSecretSet(set)).toThrow(message);
    expect(() => readSecretSet(set)).toThrow(DomainError);
  });

  it('is shown as it may be sent back, without a secret', () => {
    const settings = read({ SyncAll: 'true' }).settings;
    const { settings: mails } = readSecretSet(notification({ Enabled: true, Recipients: 'a@contoso.com' }));
    const shown = showSecretSet(
      { kind: 'token', baseAddress: 'https://api.samanage.com' },
      { ...settings, notification: mails.notification },
    );
    expect(shown).toEqual(
      pairs({
        BaseAddress: 'https://api.samanage.com',
        SecretToken: '*',
        SyncAll: 'true',
        SyncNotificationSettings:
          '{"Enabled":true,"Recipients":"a@contoso.com","DeleteThresholdEnabled":null,"DeleteThresholdValue":null}',
      }),
    );
    expect(readSecretSet(shown).settings).toEqual({ ...settings, notification: mails.notification });
    expect(showSecretSet(null, nothing)).toEqual([]);
    const basic = showSecretSet({ kind: 'basic', baseAddress: 'https://api.samanage.com' }, nothing);
    expect(basic).toEqual(pairs({ BaseAddress: 'https://api.samanage.com', UserName: '*', Password: '*' }));
  });
});
