import { portsIn, renderProperties } from './server-properties';

describe('the settings of a broker', () => {
  it('note the ports for the next start', () => {
    const ports = { broker: 20_001, controller: 20_002 };
    expect(portsIn(renderProperties(ports, '/data'))).toEqual(ports);
    expect(portsIn('listeners=PLAINTEXT://:9092')).toBeUndefined();
  });

  it('name any folder as Java reads it', () => {
    const text = renderProperties({ broker: 1, controller: 2 }, '/home/Zoë\\x');
    expect(text).toContain('log.dirs=/home/Zo\\u00eb\\u005cx\n');
  });
});
