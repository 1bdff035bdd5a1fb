import { Secret } from '../config/secret';
import { createLogger } from './logger';

describe('the log', () => {
  it('shows neither secrets nor who somebody is', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
    logger.info({ authorization: 'Bearer canary', request: { headers: { authorization: 'Bearer canary' } } }, 'in');
    logger.info({ event: { data: { userName: 'canary' } }, account: { email: 'canary' } }, 'event');
    logger.info({ samanage: new Secret('canary') }, 'config');
    logger.info({ err: Object.assign(new Error('broken'), { client: { sent: 'canary' } }) }, 'error');
    expect(lines).toHaveLength(4);
    expect(lines.join('')).not.toMatch('canary');
    expect(lines.join('')).toMatch('[redacted]');
  });
});
