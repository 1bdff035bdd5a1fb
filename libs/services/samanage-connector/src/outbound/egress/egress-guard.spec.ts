import type { LookupOptions } from 'node:dns';
import { Secret } from '@waybill/runtime';
import { resolvesTo } from '../../testing/connection-fixture';
import { SamanageTransport } from '../api/samanage-transport';
import { EgressGuard, type EgressRules } from './egress-guard';
import { isPublicAddress } from './public-addresses';
import { publicLookup } from './public-lookup';

const guardWith = (rules: Partial<EgressRules> = {}) =>
  new EgressGuard({ allowedHosts: '*.samanage.com', allowPrivateAddresses: false, trusted: undefined, ...rules });
const everywhere = '*.samanage.com, 93.184.215.14, 127.0.0.1, [::1], [::ffff:7f00:1], [2a00:1450::5], 10.0.0.1:8443';

describe('a Tenant URL', () => {
  it.each([
    ['https://api.samanage.com', 'https://api.samanage.com'],
    ['https://api.samanage.com/', 'https://api.samanage.com'],
    ['https://api.samanage.com:443/', 'https://api.samanage.com'],
    ['https://APIEU.Samanage.COM', 'https://apieu.samanage.com'],
    ['https://contoso.samanage.com/api//', 'https://contoso.samanage.com/api'],
    ['https://93.184.215.14', 'https://93.184.215.14'],
    ['https://[2a00:1450::5]', 'https://[2a00:1450::5]'],
  ])('%s is allowed', (given, kept) => {
    expect(guardWith({ allowedHosts: everywhere }).checked(given)).toBe(kept);
  });

  it.each([
    ['', 'no URL'],
    ['api.samanage.com', 'no URL'],
    ['http://api.samanage.com', 'begin with https://'],
    ['ftp://api.samanage.com', 'begin with https://'],
    ['file:///etc/passwd', 'begin with https://'],
    ['https://user:secret@api.samanage.com', 'no user and no password'],
    ['https://api.samanage.com@evil.example', 'no user and no password'],
    ['https://api.samanage.com/?to=evil', 'no ? and no #'],
    ['https://api.samanage.com?', 'no ? and no #'],
    ['https://api.samanage.com/#users', 'no ? and no #'],
    ['https://samanage.com', 'samanage.com is not allowed'],
    ['https://evilsamanage.com', 'not allowed'],
    ['https://api.samanage.com.evil.example', 'not allowed'],
    ['https://api.samanage.com.', 'not allowed'],
    ['https://evil.example\\@api.samanage.com', 'evil.example is not allowed'],
    ['https://evil.example/api.samanage.com', 'not allowed'],
    ['https://api.samanage.com:8443', 'api.samanage.com:8443 is not allowed'],
    ['https://10.0.0.1', 'not allowed'],
    ['https://10.0.0.1:8443', 'no address of the public internet'],
    ['https://127.0.0.1', 'no address of the public internet'],
    ['https://2130706433', 'no address of the public internet'],
    ['https://0177.0.0.1', 'no address of the public internet'],
    ['https://0x7f.1', 'no address of the public internet'],
    ['https://127.1', 'no address of the public internet'],
    ['https://[::1]', 'no address of the public internet'],
    ['https://[::ffff:127.0.0.1]', 'no address of the public internet'],
  ])('%s is refused: %s', (given, why) => {
    expect(() => guardWith({ allowedHosts: everywhere }).checked(given)).toThrow(why);
  });

  it('of the operator is allowed as it is, and nothing beside it', () => {
    const guard = guardWith({ trusted: 'http://localhost:4010' });
    expect(guard.checked('http://localhost:4010/')).toBe('http://localhost:4010');
    for (const other of ['http://localhost:4011', 'https://localhost:4010', 'http://127.0.0.1:4010']) {
      expect(() => guard.checked(other)).toThrow('must not be called');
    }
  });

  it('may be private and http where that is allowed, of a listed host', () => {
    const guard = guardWith({ allowPrivateAddresses: true, allowedHosts: 'localhost:4010,10.0.0.1' });
    expect(guard.checked('http://localhost:4010')).toBe('http://localhost:4010');
    expect(guard.checked('https://10.0.0.1')).toBe('https://10.0.0.1');
    expect(() => guard.checked('http://localhost:4011')).toThrow('localhost:4011 is not allowed');
  });
});

describe('an address', () => {
  it.each(['8.8.8.8', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2a00:1450::5', '2606:4700::1111'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
    ...['168.63.129.16', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
    ...['240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::ffff:169.254.169.254', '::127.0.0.1'],
    ...['fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '64:ff9b::a00:1', '2001::1', '2002:7f00:1::'],
    ...['2001:db8::1', 'localhost', ''],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('a connection', () => {
  const read = async (baseUrl: string, rules: Partial<EgressRules>) => {
    const transport = new SamanageTransport({
      baseUrl,
      authorization: ['X-Samanage-Authorization', `Bearer ${new Secret('t').reveal()}`],
      timeoutMilliseconds: 500,
      connections: 1,
      connect: guardWith(rules).connector(500),
    });
    const failure = await transport.exchange({ method: 'GET', path: '/users.json' }).catch((error: unknown) => error);
    await transport.close();
    return (failure as Error).message;
  };

  it.each([
    ['a private address', ['10.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['a private address beside a public one', ['93.184.215.14', '127.0.0.1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
  ])('is not made to a name that leads to %s', async (_, addresses) => {
    const resolve = resolvesTo({ 'api.samanage.com': addresses });
    expect(await read('https://api.samanage.com', { resolve })).toMatch('api.samanage.com leads to');
  });

  it('goes to what was looked at: a name that leads elsewhere the next time is refused then', async () => {
    const answers = [['93.184.215.14', '2a00:1450::5'], ['127.0.0.1']];
    const lookUp = publicLookup((hostname, options, answer) =>
      resolvesTo({ [hostname]: answers.shift() ?? [] })(hostname, options, answer),
    );
    const found = (options: LookupOptions) =>
      new Promise((resolve) =>
        lookUp('api.samanage.com', options, (error, addresses) => resolve(error?.message ?? addresses)),
      );
    expect(await found({ all: true })).toMatchObject([{ address: '93.184.215.14' }, { address: '2a00:1450::5' }]);
    expect(await found({ all: true })).toMatch('api.samanage.com leads to 127.0.0.1');
  });

  it.each([
    ['https://127.0.0.1', everywhere],
    ['https://[::1]', everywhere],
    ['https://10.0.0.1:8443', everywhere],
    ['https://evil.example', everywhere],
    ['http://api.samanage.com', everywhere],
  ])('is not made to %s, whoever saved it', async (baseUrl, allowedHosts) => {
    expect(await read(baseUrl, { allowedHosts })).toMatch('must not be called');
  });
});
