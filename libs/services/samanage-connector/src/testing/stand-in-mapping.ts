import {
  type AccountDesired,
  type AllowedActions,
  type DesiredValues,
  type GroupDesired,
  type MembersDesired,
  upcast,
  versionOf,
} from '@waybill/contracts';
import type { Command, Decider, DomainEvent } from '@waybill/decider';
import { EventLog, instruct, openPool } from '@waybill/event-log';
import { groupWanted, type WantedGroup, type WantedMembers, wantedOf } from './told-and-wanted';

type Tell = Command & { type: 'tell'; stream: string; event: DomainEvent };

const teller: Decider<Tell, null, DomainEvent> = {
  name: 'teller',
  stream: ({ stream }) => stream,
  initialState: () => null,
  evolve: () => null,
  decide: ({ event }) => [event],
};

export const jobId = 'job-1';

/** The directory id of a person of a test. */
export const userIdOf = (person: number): string => `00000000-0000-7000-8000-${String(person).padStart(12, '0')}`;

/** The directory id of a group of a test. */
export const groupIdOf = (group: number): string => `20000000-0000-7000-8000-${String(group).padStart(12, '0')}`;

type Say = (stream: string, event: DomainEvent, job?: string) => Promise<unknown>;

/** A log that stands for mapping's: it says what it is told to say. */
export function standInMapping(databaseUrl: string) {
  const mappingPool = openPool({ url: databaseUrl, schema: 'mapping' }, () => undefined);
  const mapping = new EventLog({ pool: mappingPool, types: { upcast, versionOf }, inline: [] });
  const say: Say = (stream, event, job = jobId) =>
    mapping.submit({
      instructions: [instruct(teller, { type: 'tell', jobId: job, stream, event })],
      metadata: { correlationId: 'test', actor: 'test' },
      lane: 'live',
    });
  return { mapping, mappingPool, say };
}

/** What mapping would want of accounts, groups and members. */
export function wantsOf(say: Say) {
  let changes = 0;
  const nextChange = (displayName: string) => ({
    changeId: `10000000-0000-7000-8000-${String((changes += 1)).padStart(12, '0')}`,
    cycleId: userIdOf(0),
    directoryVersion: changes,
    rulesVersion: 1,
    displayName,
    cause: 'directory' as const,
    steps: [],
  });
  return {
    /** Wants an account as mapping would; returns the change's id. */
    desire: async (
      person: number,
      values: DesiredValues['values'],
      presence: AccountDesired['data']['presence'] = 'enabled',
      { allowed, ...account }: Partial<DesiredValues> & { allowed?: Partial<AllowedActions> } = {},
    ) => {
      const userId = userIdOf(person);
      const { changeId, ...change } = nextChange(`Person ${person}`);
      const data: AccountDesired['data'] = {
        changeId,
        ...change,
        userId,
        presence,
        account: accountFor(presence, { ...wantedOf(person, values), ...account }),
        allowed: { create: true, update: true, delete: true, ...allowed },
        loss: null,
      };
      await say(`account-${userId}`, { type: 'mapping.account-desired', data });
      return changeId;
    },
    /** Wants a group as mapping would; returns the change's id. */
    desireGroup: async (
      number: number,
      values: DesiredValues['values'],
      { presence = 'present', allowed = {}, name = `Group ${number}` }: WantedGroup = {},
    ) => {
      const { changeId, ...change } = nextChange(name);
      const group = presence === 'present' ? groupWanted({ name, ...values }) : null;
      const about = { groupId: groupIdOf(number), presence, group, loss: null, snapshotFollows: false } as const;
      const mayAll = { create: true, update: true, delete: true, ...allowed };
      const data: GroupDesired['data'] = { changeId, ...change, ...about, allowed: mayAll };
      await say(`group-${groupIdOf(number)}`, { type: 'mapping.group-desired', data });
      return changeId;
    },
    /** Wants people to join or leave a group as mapping would, in parts; returns the change's id. */
    desireMembers: async (
      number: number,
      parts: readonly WantedMembers[],
      afterPart: (part: number) => Promise<unknown> = () => Promise.resolve(),
    ) => {
      const { changeId, ...change } = nextChange(`Group ${number}`);
      const groupId = groupIdOf(number);
      for (const [index, { added = [], removed = [], total }] of parts.entries()) {
        const members = {
          part: index + 1,
          parts: parts.length,
          added: added.map(userIdOf),
          removed: removed.map(userIdOf),
        };
        const snapshot = total === undefined ? null : { total };
        const data: MembersDesired['data'] = { changeId, ...change, groupId, ...members, snapshot };
        await say(`group-${groupId}`, { type: 'mapping.members-desired', data });
        await afterPart(index + 1);
      }
      return changeId;
    },
  };
}

/** Where only the presence matters there is no account; of one that goes it is told what no log may show. */
function accountFor(presence: string, account: DesiredValues): DesiredValues | null {
  if (!['absent', 'unmanaged'].includes(presence)) return account;
  const { redacted } = account;
  if (redacted.length === 0) return null;
  return { values: {}, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching: [], redacted };
}
