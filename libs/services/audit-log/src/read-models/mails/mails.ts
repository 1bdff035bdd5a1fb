import type { Sql, Subscription } from '@waybill/event-log';
import { isOfNotice, noticed, type RecordedFact, unknownJob } from '../../domain/notifications/job-notices';
import { type Entries, entriesOf } from '../entries';
import { keepMails, type NoticeOfJob, type Post } from './keep-mails';
import { mailTable } from './mail-tables';
import { keepNoticeStates, lockNoticeStates, type NoticeState } from './notice-states';
import { keepScimTokens } from './scim-tokens';

/**
 * Writes down the mails that follow from what was recorded, together with what is remembered to know so. What a state
 * includes already is passed by: a subscription that begins again notices nothing twice.
 */
export const mails = (post: Post): Subscription => ({
  name: mailTable,
  apply: async (tx, events) => {
    const entries = entriesOf(events);
    await keepScimTokens(tx, entries);
    await follow(tx, entries, post);
  },
});

async function follow(tx: Sql, entries: Entries, post: Post): Promise<void> {
  const facts = entries.map((entry) => ({ position: entry.position, ...factOf(entry) })).filter(isOfNotice);
  if (facts.length === 0) return;
  const states = new Map(await lockNoticeStates(tx, [...new Set(facts.map(({ job }) => job))]));
  const changed = new Map<string, NoticeState>();
  const notices: NoticeOfJob[] = [];
  for (const { position, ...fact } of facts) {
    const { job: jobId } = fact;
    const before = states.get(jobId) ?? { position: 0, state: unknownJob };
    if (position <= before.position) continue;
    const { state, notices: found } = noticed(before.state, fact);
    states.set(jobId, { position, state });
    changed.set(jobId, { position, state });
    notices.push(...found.map((notice) => ({ jobId, state, notice })));
  }
  await keepNoticeStates(tx, changed);
  await keepMails(tx, notices, post);
}

const factOf = ({ job, data: { source, type, data } }: Entries[number]): RecordedFact => ({
  service: source.service,
  eventId: source.eventId,
  at: source.recordedAt,
  job,
  type,
  data,
});
