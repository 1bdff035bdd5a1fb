import { definitionOf, type Tally, versionOf } from '@waybill/contracts';
import type { Message } from '@waybill/messaging';
import { v7 as uuidv7 } from 'uuid';
import { nothingCounted } from '../domain/conservation';
import { cycleId, desiredAccount, evaluated, outcome, refused, step } from './told-events';

export const jobId = 'job-1';
export const servicePrincipalId = '01a20d7b-0000-7333-918c-00000000000a';

type Service = 'scim-ingress' | 'mapping' | 'samanage-connector';

const begin = Date.parse('2026-01-31T12:00:00.000Z');
const at = new Date(begin).toISOString();

export const allowed = { create: true, update: true, delete: true };

/** The logs of the other services, as far as a test has them say something. */
export class OtherServices {
  readonly said: Message[] = [];

  /** @param begins when they begin to say something, in milliseconds */
  constructor(private readonly begins = begin) {}

  /**
   * Appends an event to a stream of a service, and returns it as the bus brings it: with what the catalogue names of the
   * data, and nothing else.
   *
   * @throws ZodError where no service could say so
   */
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
      data: definitionOf(type).data.parse(data),
      metadata: { correlationId: 'test', actor: 'azure-ad' },
      // Three events a millisecond: the log's batches share their time.
      recordedAt: new Date(this.begins + Math.floor(this.said.length / 3)).toISOString(),
    };
    this.said.push(message);
    return message;
  }

  createJob(): void {
    this.say('mapping', `job-${jobId}`, 'job.created', { servicePrincipalId, name: 'Samanage' });
  }

  /** A change on its way: pushed, and passed on to the connector. */
  begin(userId: string = uuidv7(), redacted: readonly string[] = []) {
    const changeId = uuidv7();
    const resource = { displayName: 'Adele Vance' };
    const written = { changeId, userId, jobId, resource, changedPaths: [], unique: [], at };
    this.say('scim-ingress', `user-${userId}`, 'directory.user-created', written);
    return this.desire(userId, { changeId, account: desiredAccount(redacted) });
  }

  /** Mapping says what an account should be, and the connector takes it over. */
  private desire(userId: string, more: { readonly changeId: string; readonly [member: string]: unknown }) {
    const desired = { ...evaluated, userId, presence: 'enabled', account: null, allowed, loss: null, ...more };
    const version = this.say('mapping', `account-${userId}`, 'mapping.account-desired', desired).streamVersion;
    const received = { ...desired, version, cause: 'desired', onDemand: false };
    this.say('samanage-connector', `account-${userId}`, 'samanage.change-received', received);
    return this.atConnector({ userId, changeId: desired.changeId, cycleId, displayName: 'Adele Vance' });
  }

  private atConnector<Change extends { readonly userId: string; readonly changeId: string }>(change: Change) {
    return {
      ...change,
      /** Lets it go on at Samanage, to its end or to an obstacle. */
      tell: (type: string, more: object = {}) =>
        this.say('samanage-connector', `account-${change.userId}`, `samanage.${type}`, {
          ...outcome,
          ...change,
          subjectId: change.userId,
          subjectType: 'User',
          ...more,
        }),
    };
  }

  /** The connector begins a change itself: somebody whom an account refers to has got one. */
  beginReference(userId: string, redacted: readonly string[] = []) {
    const change = { ...evaluated, changeId: uuidv7(), userId, presence: 'enabled', allowed, loss: null, version: 1 };
    const received = { ...change, account: desiredAccount(redacted), cause: 'reference-appeared', onDemand: false };
    this.say('samanage-connector', `account-${userId}`, 'samanage.change-received', received);
    return this.atConnector({ userId, changeId: change.changeId, cycleId, displayName: 'Adele Vance' });
  }

  /** Mapping evaluates somebody again, of itself; what comes of it is the test's to say. */
  evaluateAgain(userId: string = uuidv7()) {
    const changeId = uuidv7();
    const change = { ...evaluated, changeId, subjectId: userId, subjectType: 'User', cause: 'cycle' };
    return {
      changeId,
      userId,
      /** Says a word of mapping's own about it, e.g. `change-staged`. */
      say: (type: string, more: object = {}) =>
        this.say('mapping', `account-${userId}`, `mapping.${type}`, { ...change, ...more }),
      passOn: (more: object = {}) => this.desire(userId, { changeId, cause: 'cycle', ...more }),
    };
  }

  /** A change of a group's members on its way to mapping, told in parts: with each, two join and one leaves. */
  changeMembers(parts: number, more: object = {}) {
    const about = { changeId: uuidv7(), groupId: uuidv7(), displayName: 'Engineering' };
    const added = ['adele', 'lynne'].map((id) => ({ id, type: 'User', display: null }));
    const told = { added, removed: ['pradeep'], cause: 'requested', emptied: false, at, ...about, ...more };
    const stream = `group-${about.groupId}`;
    for (let part = 1; part <= parts; part += 1) {
      this.say('scim-ingress', stream, 'directory.members-changed', { ...told, part, parts });
    }
    const { groupId: subjectId, ...change } = about;
    const steps = [step('EntrySynchronizationSkip', 'export', { SkipReason: 'GroupsNotMapped' })];
    const skipped = { ...evaluated, ...change, subjectId, subjectType: 'Group', directoryVersion: parts, steps };
    return {
      ...about,
      /** Mapping answers that no rules speak of it. */
      skip: () => this.say('mapping', stream, 'mapping.subject-skipped', { ...skipped, skipReason: 'GroupsNotMapped' }),
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
