import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { requestRefused } from '@waybill/contracts';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import type { ChangeParts } from '../../domain/change-course';
import { type ProvisioningLogPage, ReadProvisioningLog, type filterable } from '../../domain/provisioning-log-query';
import { provisioningRecord } from '../../domain/provisioning-record';
import { type KeptEvent, toldEvent } from '../../domain/telling';
import { changesTable } from '../changes/changes';
import { jobsTable } from '../jobs/jobs';
import { provisioningLogTable } from './provisioning-log';

const columns: Readonly<Record<(typeof filterable)[number], string>> = {
  'sourceIdentity/id': 'l.source_id',
  jobId: 'l.job',
  changeId: 'l.change_id',
  'provisioningStatusInfo/status': 'l.status',
};

/** A refused request is no change: what it goes by instead is the client's to choose, and need be no uuid. */
const refused = requestRefused.type;

interface Row {
  id: string;
  at: Date;
  job: string;
  event: KeptEvent;
  parts: ChangeParts | null;
  service_principal_id: string | null;
  name: string | null;
}

@QueryHandler(ReadProvisioningLog)
export class ReadProvisioningLogHandler implements IQueryHandler<ReadProvisioningLog> {
  constructor(@Inject(poolToken('audit-log')) private readonly pool: Pool) {}

  async execute({ conditions, top, after }: ReadProvisioningLog): Promise<ProvisioningLogPage> {
    const values: unknown[] = [top + 1];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const terms = conditions.map(
      ({ property, value }) => `${columns[property as keyof typeof columns]} = ${bind(value)}`,
    );
    if (after) terms.push(`(l.at, l.id) < (${bind(new Date(after.at))}::timestamptz, ${bind(after.id)}::uuid)`);
    const where = terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '';
    const { rows } = await this.pool.query<Row>(
      `SELECT l.id, l.at, l.job, l.event, c.parts, j.service_principal_id, j.name
         FROM (SELECT * FROM ${provisioningLogTable} l ${where} ORDER BY l.at DESC, l.id DESC LIMIT $1) l
         LEFT JOIN ${changesTable} c ON c.change_id = CASE WHEN l.event->>'type' <> '${refused}' THEN l.change_id::uuid END
         LEFT JOIN ${jobsTable} j ON j.job = l.job
        ORDER BY l.at DESC, l.id DESC`,
      values,
    );
    const page = rows.slice(0, top);
    const last = page.at(-1);
    const next = rows.length > top && last ? { at: last.at.toISOString(), id: last.id } : undefined;
    return { records: page.map(toRecord), next };
  }
}

const toRecord = ({ id, at, job, event, parts, service_principal_id, name }: Row) =>
  provisioningRecord({
    id,
    at: at.toISOString(),
    event: toldEvent(event),
    parts: parts ?? {},
    job: { jobId: job, servicePrincipalId: service_principal_id ?? '', name: name ?? '' },
  });
