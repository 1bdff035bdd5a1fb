import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { checkedFilter, type CheckedFilter, parseFilter, parsePaging } from '@waybill/scim';
import { FindResources, largestPage, type ResourcePage } from '../domain/resources/directory-resource';
import { type Asked, projectionFor, wantedBy } from './asked';
import { answerPage } from './resource-answers';

/** Lists resources of one type (RFC 7644 §3.4.2). */
@Injectable()
export class ResourceLists {
  constructor(private readonly queries: QueryBus) {}

  async answer(asked: Asked): Promise<void> {
    const { jobId, type, query } = asked;
    const paging = parsePaging(query, largestPage);
    const find = new FindResources(jobId, type, filterOf(asked), paging, wantedBy(type, projectionFor(asked)));
    const page = await this.queries.execute<FindResources, ResourcePage>(find);
    answerPage(asked, page, paging.startIndex);
  }
}

/** @throws ScimError `invalidFilter` */
function filterOf({ type, query: { filter = '' }, endpoint }: Asked): CheckedFilter | undefined {
  if (filter === '') return undefined;
  const { unquotedFilterValues: unquotedValues } = endpoint.leniency;
  return checkedFilter(type, parseFilter(filter, { unquotedValues }));
}
