import { createHash } from 'node:crypto';
import { type CheckedFilter, isAnsweredByKeys, lookupKeysAsked, type ResourceType, valuesAsked } from '@waybill/scim';
import type { FindResources } from '../../domain/resources/directory-resource';
import { groupsOf } from '../members/read-relations';
import { membersTable } from '../members/group-members';
import { resourcesTable } from './directory-resources';
import type { FilterColumns } from './filter-columns';
import { filterCondition } from './filter-sql';

export interface Statement {
  /** So that it is prepared once; only for questions that are asked again and again. */
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** The resources that a question is about, as statements with bound parameters only. */
export interface Selection {
  /** Whether an index leads to them; if not, it is a scan. */
  readonly isIndexed: boolean;
  page(offset: number, count: number): Statement;
  total(): Statement;
}

const ownId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a filter is evaluated on. */
const columnsOf = ({ apart, memberOf }: ResourceType): FilterColumns => ({
  resource: `s.state->'resource'`,
  id: 'd.id',
  created: `s.state->>'created'`,
  lastModified: `s.state->>'lastModified'`,
  version: `'W/"' || s.version || '"'`,
  ...(apart === null ? {} : { apart: { [apart]: memberRows } }),
  // Through other groups nobody is found: that would be a search of its own for each row.
  ...(memberOf === null ? {} : { derived: { [memberOf]: membershipRows } }),
});

const memberRows = {
  from: `${membersTable} AS m`,
  where: 'm.group_id = d.id AND NOT m.departed',
  values: { value: 'm.member', type: 'm.type', display: 'm.display' },
};

const membershipRows = {
  from: `${membersTable} AS g`,
  where: 'g.member = d.id::text AND NOT g.departed',
  values: { value: 'g.group_id' },
};

export function selectionOf({ jobId, type, filter, wanted }: FindResources): Selection {
  const values: unknown[] = [jobId, type.name];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const narrowed = filter ? narrowings(type, filter, bind) : [];
  const isIndexed = filter === undefined || narrowed.length > 0;
  const isWhole = filter === undefined || isAnsweredByKeys(type, filter);
  const condition = isWhole ? '' : ` WHERE ${filterCondition(type, filter, columnsOf(type), bind)}`;
  // The index is asked first, whatever the planner would think of the order.
  const candidates = `(SELECT id, stream FROM ${resourcesTable}
    WHERE ${['job = $1', 'type = $2', ...narrowed].join(' AND ')}${narrowed.length > 0 ? ' OFFSET 0' : ''}) d`;
  const from = `FROM ${candidates} JOIN stream_state s ON s.stream = d.stream${condition}`;
  const groups = wanted.groups ? `, ${groupsOf('d.id::text')} AS groups` : '';
  return {
    isIndexed,
    page: (offset, count) => {
      const paging = [`$${values.length + 1}`, `$${values.length + 2}`];
      const text = `SELECT d.id, s.state${groups} ${from} ORDER BY d.id OFFSET ${paging[0]} LIMIT ${paging[1]}`;
      return { ...(isWhole ? { name: nameOf(text) } : {}), text, values: [...values, offset, count] };
    },
    total: () => ({ text: `SELECT count(*) AS total ${isWhole ? `FROM ${candidates}` : from}`, values }),
  };
}

/** What an index knows of those that match: their keys, their ids, whom they have as a member. */
function narrowings(type: ResourceType, filter: CheckedFilter, bind: (value: unknown) => string): string[] {
  const keys = lookupKeysAsked(type, filter);
  const members = type.apart === null ? [] : valuesAsked(filter, `${type.apart}.value`);
  return [
    ...(keys.length > 0 ? [`keys @> ${bind(keys)}::text[]`] : []),
    // Whoever asks for what is no id of ours asks for nobody.
    ...valuesAsked(filter, 'id').map((id) => (ownId.test(id) ? `id = ${bind(id)}` : 'false')),
    ...members.map((id) => `id IN (SELECT group_id FROM ${membersTable} WHERE member = ${bind(id)} AND NOT departed)`),
  ];
}

/** There are few questions that keys alone answer: a name a shape, within the 63 characters that names may have. */
const nameOf = (text: string): string => `find ${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
