import { type Tally, versionOf } from '@waybill/contracts';
import type { Message } from '@waybill/messaging';
import { v7 as uuidv7 } from 'uuid';
import { nothingCounted } from '../domain/conservation';
import { cycleId, outcome, step } from './told-events';

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
