import type { Pool } from 'pg';
import {
  type ConnectorPage,
  ConnectorReads,
  type LinksQuery,
  type ParkedQuery,
  type SubjectType,
} from '../domain/connector-reads';
import { linkOf, linksOfJob, subjectOfJob, subjectsLinkedTo } from './links/links';
import { hasParkedValues, parkedChangeOf, parkedOf } from './parked/parked-changes';

/** Answers the management API from the connector's own tables. */
export class PostgresConnectorReads extends ConnectorReads {
  constructor(private readonly pool: Pool) {
    super();
  }

  parked(jobId: string, query: ParkedQuery, page: ConnectorPage) {
    return parkedOf(this.pool, jobId, query, page);
  }

  parkedChange(jobId: string, changeId: string) {
    return parkedChangeOf(this.pool, jobId, changeId);
  }

  hasValues(jobId: string, changeId: string) {
    return hasParkedValues(this.pool, jobId, changeId);
  }

  links(jobId: string, query: LinksQuery, page: ConnectorPage) {
    return linksOfJob(this.pool, jobId, query, page);
  }

  link(jobId: string, directoryId: string) {
    return linkOf(this.pool, jobId, directoryId);
  }

  subject(jobId: string, directoryId: string) {
    return subjectOfJob(this.pool, jobId, directoryId);
  }

  linkedTo(jobId: string, type: SubjectType, samanageId: number) {
    return subjectsLinkedTo(this.pool, jobId, { type, samanageId });
  }
}
