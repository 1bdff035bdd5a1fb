import type { Sql } from '@waybill/event-log';
import type { ServicePrincipal } from '../../domain/mapping-reads';
import type { SamanageRole } from '../../domain/tenant';
import { jobsTable } from '../jobs/jobs';

/** The roles of the Samanage account of a job, as its state row has them; null where they were never imported. */
export async function rolesOf(sql: Sql, jobId: string): Promise<readonly SamanageRole[] | null> {
  const { rows } = await sql.query<{ roles: readonly SamanageRole[] | null }>({
    name: 'roles of a job',
    text: `SELECT state->'roles' AS roles FROM stream_state WHERE stream = 'tenant-' || $1::text`,
    values: [jobId],
  });
  return rows[0]?.roles ?? null;
}

/** The job of a service principal, with its roles. */
export async function servicePrincipal(sql: Sql, servicePrincipalId: string): Promise<ServicePrincipal | undefined> {
  const { rows } = await sql.query<ServicePrincipal>({
    name: 'service principal',
    text: `SELECT j.job AS "jobId", j.name, nullif(t.state->'roles', 'null') AS roles
      FROM ${jobsTable} j LEFT JOIN stream_state t ON t.stream = 'tenant-' || j.job WHERE j.service_principal_id = $1`,
    values: [servicePrincipalId],
  });
  return rows[0];
}
