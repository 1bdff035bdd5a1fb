import { hash } from 'node:crypto';
import { type CheckedFilter, isAnsweredByKeys, lookupKeysAsked, type ResourceType, valuesAsked } from '@waybill/scim';
import { largestPage, type ListAsked, type PlaceInOrder } from '../../domain/resources/directory-resource';
import { groupsOf } from '../members/read-relations';
import { membersTable } from '../members/group-members';
import { resourcesTable } from './directory-resources';
import type { FilterColumns } from './filter-columns';
import { filterCondition } from './filter-sql';
import { sortSql } from './sort-sql';

export interface Statement {
  /** So that it is prepared once; only for questions that are asked again and again. */
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** The resources that a question is about, as statements with bound parameters only. */
export interface Selection {
  /** How they are found: by keys or ids, which is done at once; in the order of ids; or by looking at each. */
  readonly way: 'lookup' | 'list' | 'scan';
  /** As many as a page may have; its plan is made once, since it is the same whatever is asked. */
  firstPage(): Statement;
  page(offset: number, count: number): Statement;
  behind(place: PlaceInOrder | null, count: number): Statement;
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
  where: 'g.member = d.id::text AND g.job = d.job AND NOT g.departed',
  values: { value: 'g.group_id' },
};

export function selectionOf({ jobId, type, filter, order, wanted }: ListAsked): Selection {
  const values: unknown[] = [jobId, type.name];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const { from, counting, isWhole, isLookup } = sourceOf(type, filter, bind);
  const counted = [...values];
  const sort = sortSql(order, bind);
  const groups = wanted.groups ? `, ${groupsOf('d.id::text', 'd.job')} AS groups` : '';
  const sorted = order ? `, ${sort.sorted} AS sorted` : '';
  const select = `SELECT d.id, s.state${groups}${sorted} ${from}`;
  return {
    way: order ? 'scan' : isLookup ? 'lookup' : filter === undefined ? 'list' : 'scan',
    firstPage: () => {
      const text = `${select} ORDER BY ${sort.orderBy} LIMIT ${largestPage}`;
      return { ...(isWhole && !order ? { name: nameOf(text) } : {}), text, values };
    },
    page: (offset, count) => {
      const part = `OFFSET $${values.length + 1} LIMIT $${values.length + 2}`;
      const isWholeList = !filter && !order;
      const text = isWholeList
        ? `SELECT d.id, s.state${groups} ${partOfAll(part)} ORDER BY d.id`
        : `${select} ORDER BY ${sort.orderBy} ${part}`;
      return { text, values: [...values, offset, count] };
    },
    behind: (place, count) => {
      const condition = place ? ` AND ${sort.behind(place)}` : '';
      return { text: `${select}${condition} ORDER BY ${sort.orderBy} LIMIT ${bind(count)}`, values };
    },
    total: () => ({ text: `SELECT count(*) AS total ${counting}`, values: counted }),
  };
}

interface Source {
  readonly from: string;
  /** The same without what only a row has to tell. */
  readonly counting: string;
  /** The keys and ids say all that the filter says. */
  readonly isWhole: boolean;
  readonly isLookup: boolean;
}

function sourceOf(type: ResourceType, filter: CheckedFilter | undefined, bind: (value: unknown) => string): Source {
  if (!filter) return { ...rows(`${resourcesTable} d`, [], true), isWhole: true, isLookup: false };
  const keys = lookupKeysAsked(type, filter);
  const candidates = keys.length > 0 ? keyed(bind(keys)) : `${resourcesTable} d`;
  const narrowed = narrowings(type, filter, bind);
  const isWhole = isAnsweredByKeys(type, filter);
  const condition = isWhole ? [] : [filterCondition(type, filter, columnsOf(type), bind)];
  const isLookup = keys.length > 0 || narrowed.length > 0;
  return { ...rows(candidates, [...narrowed, ...condition], isWhole), isWhole, isLookup };
}

function rows(candidates: string, conditions: readonly string[], isWhole: boolean): Pick<Source, 'from' | 'counting'> {
  const where = `WHERE ${['d.job = $1', 'd.type = $2', ...conditions].join(' AND ')}`;
  const from = `FROM ${candidates} JOIN stream_state s ON s.stream = d.stream ${where}`;
  return { from, counting: isWhole ? `FROM ${candidates} ${where}` : from };
}

/** What is passed over is counted off in the index, and its states are never read. */
const partOfAll = (part: string): string =>
  `FROM (SELECT job, id, stream FROM ${resourcesTable} WHERE job = $1 AND type = $2 ORDER BY id ${part}) d
    JOIN stream_state s ON s.stream = d.stream`;

/** The keys are asked first, whatever the planner thinks of a table that it does not know yet. */
const keyed = (keys: string): string =>
  `(SELECT job, type, id, stream FROM ${resourcesTable} WHERE keys @> ${keys}::text[] OFFSET 0) d`;

/** What else an index knows of those that match: their ids, and whom they have as a member. */
function narrowings(type: ResourceType, filter: CheckedFilter, bind: (value: unknown) => string): string[] {
  const members = type.apart === null ? [] : valuesAsked(filter, `${type.apart}.value`);
  return [
    // Whoever asks for what is no id of ours asks for nobody.
    ...valuesAsked(filter, 'id').map((id) => (ownId.test(id) ? `d.id = ${bind(id)}` : 'false')),
    ...members.map(
      (id) => `d.id IN (SELECT group_id FROM ${membersTable} WHERE member = ${bind(id)} AND NOT departed)`,
    ),
  ];
}

/** There are few questions that keys alone answer: a name a shape, within the 63 characters that names may have. */
function nameOf(text: string): string {
  const known = names.get(text) ?? `find ${hash('sha256', text).slice(0, 32)}`;
  if (names.size < mostNames) names.set(text, known);
  return known;
}

const names = new Map<string, string>();
const mostNames = 1_000;
