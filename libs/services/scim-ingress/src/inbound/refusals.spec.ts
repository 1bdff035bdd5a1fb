import type { QueryBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import type { EventLog, Submission } from '@waybill/event-log';
import { ScimError } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RecordRefusal } from '../domain/refusals';
import { RefusalRecorder } from './refusals';
import { tellInScim } from './scim-errors';

describe('requests that are refused', () => {
  const submitted: Submission[] = [];
  const warned: object[] = [];
  let isConnected: (jobId: string) => boolean | Promise<boolean>;
  let answer: () => object;
  let recorder: RefusalRecorder;

  beforeEach(() => {
    submitted.length = warned.length = 0;
    isConnected = (jobId) => jobId === 'j1';
    answer = () => ({ kind: 'handled' });
    const queries = { execute: async ({ jobId }: { jobId: string }) => isConnected(jobId) };
    const submit = async (submission: Submission) => {
      submitted.push(submission);
      return answer();
    };
    const kindOf = async (jobId: string, endpoint: string) => (endpoint === 'Printers' ? `Printer of ${jobId}` : null);
    recorder = new RefusalRecorder(
      queries as unknown as QueryBus,
      { kindOf },
      { submit } as unknown as EventLog,
      { warn: (line: object) => warned.push(line) } as unknown as Logger,
    );
  });

  const refuse = (status: number, url = '/scim/j1/v2/Printers', count = 1) => {
    const request = { id: 'r1', method: 'PUT', url } as FastifyRequest;
    for (let each = 0; each < count; each += 1)
      recorder.observe(tellInScim(new ScimError(status, undefined, 'No.')), request);
    return new Promise((resolve) => setImmediate(resolve));
  };
  const refusalsTold = () =>
    submitted.map(({ instructions }) => (instructions[0]?.command as RecordRefusal | undefined)?.refusal);

  it.each([
    [400, true],
    [401, true],
    [403, false],
    [404, false],
    [405, false],
    [409, true],
    [412, false],
    [413, true],
    [415, false],
    [429, false],
    [500, false],
    [503, false],
  ])('with %d are told: %s', async (status, isTold) => {
    await refuse(status);
    expect(submitted).toHaveLength(isTold ? 1 : 0);
  });

  it('are told in the background, with the kind of what they were about', async () => {
    await refuse(409);
    expect(submitted).toMatchObject([{ lane: 'background', metadata: { correlationId: 'r1', actor: 'unknown' } }]);
    expect(refusalsTold()).toEqual([
      {
        correlationId: 'r1',
        status: 409,
        scimType: null,
        reason: 'No.',
        method: 'PUT',
        path: '/Printers',
        kind: 'Printer of j1',
        subjectId: null,
        suppressed: 0,
        at: expect.any(String) as string,
      },
    ]);
  });

  it.each(['/scim/made-up/v2/Users', '/scim/', '/scim/?a'])('are not told where there is no job: %s', async (url) => {
    await refuse(401, url);
    expect({ submitted, warned }).toEqual({ submitted: [], warned: [] });
  });

  it('are told in a bounded number, and how many there were besides', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    await refuse(401, undefined, 80);
    expect(refusalsTold().map((refusal) => refusal?.suppressed)).toEqual(Array(50).fill(0));
    jest.advanceTimersByTime(200);
    await refuse(401, undefined, 2);
    jest.useRealTimers();
    expect(refusalsTold().slice(50)).toMatchObject([{ suppressed: 30 }]);
  });

  it.each<[string, () => object]>([
    ['refuses them', () => ({ kind: 'refused', error: new DomainError('internal', 'test', 'away') })],
    [
      'is away',
      () => {
        throw new Error('away');
      },
    ],
  ])('that the log %s are told of by the next, and to whoever operates the service', async (_, fails) => {
    answer = fails;
    await refuse(401, undefined, 3);
    expect(warned).toHaveLength(3);
    expect(warned[0]).toMatchObject({ requestId: 'r1', err: { message: 'away' } });
    answer = () => ({ kind: 'handled' });
    await refuse(401, undefined, 2);
    expect(refusalsTold().slice(3)).toMatchObject([{ suppressed: 3 }, { suppressed: 0 }]);
  });

  it('cost no memory while the database hangs', async () => {
    let go: ((is: boolean) => void) | undefined;
    const hanging = new Promise<boolean>((resolve) => (go = resolve));
    const asked = jest.fn(() => hanging);
    isConnected = asked;
    await refuse(401, undefined, 5_000);
    expect(asked).toHaveBeenCalledTimes(1_000);
    go?.(true);
    await new Promise((resolve) => setImmediate(resolve));
    await refuse(401, undefined, 5_000);
    expect(asked).toHaveBeenCalledTimes(2_000);
  });
});
