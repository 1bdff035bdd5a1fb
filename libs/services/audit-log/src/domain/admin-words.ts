import { connectorChangeEdited, connectorChangeRetried } from '@waybill/contracts';
import type { ProvisioningStep } from '@waybill/graph';

/** What an admin said about a change that could not be applied. */
export interface AdminWord {
  readonly what: 'edited' | 'retried';
  readonly by: string;
  /** Empty where none was given. */
  readonly reason: string;
  /** The Samanage members that were written anew; their values are no log's business. */
  readonly members: readonly string[];
  /** When it was recorded; ISO 8601, UTC. */
  readonly at: string;
}

/** How many words about one change are kept, the last ones. */
export const mostWords = 20;

interface Recorded {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What an admin said in an event; undefined where it is none of his. */
export function adminWordIn({ type, data }: Recorded, at: string): AdminWord | undefined {
  if (type === connectorChangeEdited.type) {
    const { editedBy, reason, account } = data as { editedBy: string; reason: string; account: object };
    return { what: 'edited', by: editedBy, reason, members: Object.keys(account), at };
  }
  if (type !== connectorChangeRetried.type) return undefined;
  return { what: 'retried', by: String(data['retriedBy']), reason: '', members: [], at };
}

/** A step for each word that had been said when a record was made: what was told stays as it was. */
export const adminSteps = (words: readonly AdminWord[], until: string): ProvisioningStep[] =>
  words.filter(({ at }) => Date.parse(at) <= Date.parse(until)).map(stepOf);

const stepOf = ({ what, by, reason, members, at }: AdminWord): ProvisioningStep =>
  what === 'edited'
    ? {
        name: 'EntrySynchronizationEdit',
        provisioningStepType: 'processing',
        status: 'success',
        description: `Edited by ${by}: ${reason}`,
        details: { EditedBy: by, EditedAt: at, Members: members.join(', ') },
      }
    : {
        name: 'EntrySynchronizationRetry',
        provisioningStepType: 'processing',
        status: 'success',
        description: `Another attempt was asked for by ${by}`,
        details: { RetriedBy: by, RetriedAt: at },
      };
