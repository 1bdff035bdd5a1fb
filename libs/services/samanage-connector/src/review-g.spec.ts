import { defaultQuarantinePolicy } from './domain/health/quarantine';
import { Breaker } from './outbound/budget/breaker';
import { JobHealth } from './outbound/writer/job-health';
import { ClaimedWork } from './outbound/writer/claimed-work';

const active = { credentialId: 'a', kind: 'token', baseAddress: 'https://api.samanage.com' } as const;
describe('review g', () => {
  it('21 a quarantine by proportion that still holds is not lifted because one attempt went well', async () => {
    let now = Date.now();
    let entered = 0;
    let quarantine: object | null = null;
    const lifts: string[] = [];
    const health = new JobHealth({
      policy: defaultQuarantinePolicy,
      breaker: new Breaker({ now: () => now, random: Math.random }),
      now: () => now,
      knock: () => Promise.resolve(undefined),
      prove: () => Promise.resolve(undefined),
      counts: () => Promise.resolve({ nonReference: 41_000, reference: 0, succeeded: 10 }),
      takeOver: () => Promise.resolve(false),
      enter: (told) => {
        entered += 1;
        quarantine = { ...told, seriesCount: 0 };
        return Promise.resolve();
      },
      lift: (how) => {
        lifts.push(how);
        quarantine = null;
        return Promise.resolve();
      },
    });
    for (let hour = 0; hour < 24; hour += 1) {
      for (let minute = 0; minute < 60; minute += 1) {
        await health.check({ quarantine: quarantine as never, active });
        if (health.allowed({ quarantine: quarantine as never }, 4) > 0) {
          health.begun();
          await health.attempted(true, { quarantine: quarantine as never });
        }
        now += 61_000;
      }
    }
    expect({ entered, lifts: lifts.length }).toEqual({ entered: 1, lifts: 0 });
  });

  it('22 what is urgent among the claimed begins before the rest', async () => {
    const item = (subject: string, priority: number) => ({
      subject,
      priority,
      job: 'j',
      claim: 'c',
      version: 1,
      attempts: 1,
      sending: null,
      sendingSince: null,
      payload: { kind: 'group', groupId: subject },
    });
    const list = { claim: () => Promise.resolve([item('join', 4), item('removal', 1)]) };
    const sql = { query: () => Promise.resolve({ rows: [] }) };
    const work = new ClaimedWork(list as never, { name: 'j', epoch: 1 }, sql as never, 2);
    const [first] = await work.take('j', { urgent: 1, other: 1, mayCreate: true });
    expect(first?.item.subject).toBe('removal');
  });
});
