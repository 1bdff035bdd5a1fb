import { type Tally, versionOf } from '@waybill/contracts';
import type { Message } from '@waybill/messaging';
import { v7 as uuidv7 } from 'uuid';
import { nothingCounted } from '../domain/conservation';
import { cycleId, outcome, refused, step } from './told-events';

export const jobId = 'job-1';
export const servicePrincipalId = '01a20d7b-0000-7333-918c-00000000000a';

type Service = 'scim-ingress' | 'mapping' | 'samanage-connector';

const begin = Date.parse('2026-01-31T12:00:00.000Z');

/** The logs of the other services, as far as a test has them say something. */
export class OtherServices {
  readonly said: Message[] = [];

  /** Appends an event to a stream of a service, and returns it as the bus brings it. */
  say(service: Service, stream: string, type: string, data: object, job = jobId): Message {
    const before = this.said.filter(({ source }) => source === service);
    const position = before.length + 1;
    const message: Message = {
      source: service,
      position,
      job,
      jobPosition: position,
      stream,
      streamVersion: before.filter((each) => each.stream === stream).length + 1,
      id: uuidv7(),
      type,
      version: versionOf(type),
      data,
      metadata: { correlationId: 'test', actor: 'azure-ad' },
      // Three events a millisecond: the log's batches share their time.
      recordedAt: new Date(begin + Math.floor(this.said.length / 3)).toISOString(),
    };
    this.said.push(message);
    return message;
  }

  createJob(): void {
    this.say('mapping', `job-${jobId}`, 'job.created', { servicePrincipalId, name: 'Samanage' });
  }

  /** A change on its way: pushed, and passed on to the connector. */
  begin(userId: string = uuidv7(), changeId: string = uuidv7()) {
    const change = { changeId, cycleId, userId, displayName: 'Adele Vance' };
    const resource = { displayName: 'Adele Vance' };
    this.say('scim-ingress', `user-${userId}`, 'directory.user-created', { changeId, userId, resource });
    const desired = { ...change, steps: [step('EntrySynchronizationScoping', 'scoping')] };
    this.say('mapping', `account-${userId}`, 'mapping.account-desired', desired);
    this.say('samanage-connector', `account-${userId}`, 'samanage.change-received', { ...desired, cause: 'desired' });
    return {
      ...change,
      /** Lets it go on at Samanage, to its end or to an obstacle. */
      tell: (type: string, more: object = {}) =>
        this.say('samanage-connector', `account-${userId}`, `samanage.${type}`, { ...outcome, ...change, ...more }),
    };
  }

  /** A change of a group's members on its way to mapping, told in parts: with each, two join and one leaves. */
  changeMembers(parts: number, more: object = {}) {
    const about = { changeId: uuidv7(), groupId: uuidv7(), displayName: 'Engineering' };
    const added = ['adele', 'lynne'].map((id) => ({ id, type: 'User', display: null }));
    const told = {
      added,
      removed: ['pradeep'],
      cause: 'requested',
      emptied: false,
      at: new Date(begin).toISOString(),
      ...about,
      ...more,
    };
    const stream = `group-${about.groupId}`;
    for (let part = 1; part <= parts; part += 1) {
      this.say('scim-ingress', stream, 'directory.members-changed', { ...told, part, parts });
    }
    const { groupId: subjectId, ...change } = about;
    const skipped = { ...change, subjectId, subjectType: 'Group', cycleId, directoryVersion: parts, rulesVersion: 1 };
    const steps = [step('EntrySynchronizationSkip', 'export', { SkipReason: 'GroupsNotMapped' })];
    return {
      ...about,
      /** Mapping answers that no rules speak of it. */
      skip: () =>
        this.say('mapping', stream, 'mapping.subject-skipped', { ...skipped, skipReason: 'GroupsNotMapped', steps }),
    };
  }

  /** Has ingress refuse a request, of which no change comes. */
  refuse(more: object = {}): Message {
    return this.say('scim-ingress', `endpoint-${jobId}`, 'directory.request-refused', { ...refused, ...more });
  }

  /** Has a service state what it counted, all of its own log included unless the test says otherwise. */
  count(service: Service, more: Partial<Tally>, job = jobId): void {
    const context = { 'scim-ingress': 'directory', mapping: 'mapping', 'samanage-connector': 'samanage' }[service];
    const tally = { ...nothingCounted, position: this.positionOf(service), ...more };
    this.say(service, `tally-${job}`, `${context}.tally-stated`, tally, job);
  }

  positionOf(service: Service): number {
    return this.said.filter(({ source }) => source === service).length;
  }
}
