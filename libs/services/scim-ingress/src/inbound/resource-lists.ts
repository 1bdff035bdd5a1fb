import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type AttributePath,
  badRequest,
  checkedFilter,
  type CheckedFilter,
  parseFilter,
  parsePaging,
  resolvePath,
  type ResourceType,
} from '@waybill/scim';
import {
  FindCursorSecret,
  FindResources,
  largestPage,
  type PageAsked,
  type ResourceOrder,
  type ResourcePage,
} from '../domain/resources/directory-resource';
import { type Asked, projectionFor, type ScimQuery, wantedBy } from './asked';
import { type CursorQuestion, readCursor, writeCursor } from './page-cursor';
import { answerPage } from './resource-answers';

/** Lists resources of one type, by index or by cursor (RFC 7644 §3.4.2, RFC 9865). */
@Injectable()
export class ResourceLists {
  constructor(private readonly queries: QueryBus) {}

  async answer(asked: Asked): Promise<void> {
    if (asked.query.cursor !== undefined) return this.answerByCursor(asked);
    const paging = parsePaging(asked.query, largestPage);
    const page = await this.find(asked, { by: 'index', ...paging });
    answerPage(asked, page, { startIndex: paging.startIndex });
  }

  /** The resources of a page, without an answer. @throws ScimError as the parameters deserve */
  find(asked: Asked, page: PageAsked): Promise<ResourcePage> {
    const { jobId, type } = asked;
    const list = { jobId, type, filter: filterOf(asked), order: orderOf(asked), page };
    const query = new FindResources({ ...list, wanted: wantedBy(type, projectionFor(asked)) });
    return this.queries.execute<FindResources, ResourcePage>(query);
  }

  private async answerByCursor(asked: Asked): Promise<void> {
    const { cursor = '' } = asked.query;
    const question = questionOf(asked);
    const secret = await this.queries.execute<FindCursorSecret, string>(new FindCursorSecret());
    const behind = cursor === '' ? null : readCursor(cursor, question, secret, Date.now());
    const page = await this.find(asked, { by: 'cursor', behind, count: question.count });
    const nextCursor = page.end ? writeCursor(question, page.end, secret, Date.now()) : undefined;
    answerPage(asked, page, { nextCursor });
  }
}

/** @throws ScimError `invalidFilter` */
function filterOf({ type, query: { filter = '' }, endpoint }: Asked): CheckedFilter | undefined {
  if (filter === '') return undefined;
  const { unquotedFilterValues: unquotedValues } = endpoint.leniency;
  return checkedFilter(type, parseFilter(filter, { unquotedValues }));
}

/** @throws ScimError `invalidPath` for what cannot be sorted by, `invalidValue` for an order that is none */
function orderOf({ type, query: { sortBy = '', sortOrder = 'ascending' } }: Asked): ResourceOrder | undefined {
  if (sortBy === '') return undefined;
  const path = resolvePath(type, sortBy);
  if (!path || !isSortable(type, path)) {
    throw badRequest('invalidPath', `"${sortBy.slice(0, 200)}" cannot be sorted by.`);
  }
  const order = sortOrder.toLowerCase();
  if (order !== 'ascending' && order !== 'descending') {
    throw badRequest('invalidValue', '"sortOrder" takes ascending or descending.');
  }
  return { path, descending: order === 'descending' };
}

/** What is computed is not sorted by, nor what has no value; and what nobody may see would be told by its order. */
function isSortable({ apart, memberOf }: ResourceType, { attribute, subAttribute }: AttributePath): boolean {
  if (attribute.name === apart || attribute.name === memberOf) return false;
  const isComplex = attribute.type === 'complex' && !subAttribute;
  if (isComplex && !attribute.subAttributes.some(({ name }) => name === 'value')) return false;
  return attribute.returned !== 'never' && subAttribute?.returned !== 'never';
}

/** @throws ScimError `invalidCount` for pages that are too large, `invalidValue` for two ways of paging at once */
function questionOf({ jobId, type, query }: Asked): CursorQuestion {
  if (query.startIndex !== undefined) {
    throw badRequest('invalidValue', '"cursor" and "startIndex" exclude each other.');
  }
  const { count } = parsePaging(query, Number.MAX_SAFE_INTEGER);
  if (query.count !== undefined && count > largestPage) {
    throw badRequest('invalidCount', `A page may have ${largestPage} resources.`);
  }
  return { jobId, asked: listedBy(type.name, query), count: Math.min(count, largestPage) };
}

const listedBy = (type: string, { filter = '', sortBy = '', sortOrder = '' }: ScimQuery): string =>
  [type, filter, sortBy, sortOrder].join('\n');
