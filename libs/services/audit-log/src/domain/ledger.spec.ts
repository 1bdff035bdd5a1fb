import { given } from '@waybill/decider';
import type { EntryRecorded } from '@waybill/contracts';
import { changeId } from '../testing/told-events';
import { ledger } from './ledger';

const entry = (streamVersion: number, stream = 'user-1', service = 'scim-ingress'): EntryRecorded['data'] => ({
  source: {
    service,
    position: streamVersion + 10,
    jobPosition: streamVersion,
    stream,
    streamVersion,
    eventId: changeId,
    recordedAt: '2026-01-31T12:00:00.000Z',
  },
  type: 'directory.user-changed',
  version: 1,
  metadata: {},
  data: {},
});
const record = (streamVersion: number) =>
  ({ type: 'record-entry', jobId: 'job-1', entry: entry(streamVersion) }) as const;
const recorded = (streamVersion: number): EntryRecorded => ({
  type: 'audit.entry-recorded',
  data: entry(streamVersion),
});

describe('the ledger', () => {
  it('takes each event of a stream as it is, in order', () => {
    expect(given(ledger).when(record(1), record(2)).events).toEqual([recorded(1), recorded(2)]);
  });

  it.each([1, 2])('takes version %d of a stream once', (again) => {
    expect(given(ledger, recorded(1), recorded(2)).when(record(again)).events).toEqual([]);
  });

  it('keeps the streams of different services apart, even those of the same name', () => {
    const streams = (['mapping', 'samanage-connector'] as const).map((service) =>
      ledger.stream({ type: 'record-entry', jobId: 'job-1', entry: entry(1, 'account-1', service) }),
    );
    expect(streams).toEqual(['mapping/account-1', 'samanage-connector/account-1']);
  });
});
