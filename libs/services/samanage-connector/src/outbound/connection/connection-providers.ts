import type { Provider } from '@nestjs/common';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { JobReads } from '../../domain/connected-job';
import { Connections } from '../../domain/connections';
import { PostgresJobReads } from '../../read-models/jobs/postgres-job-reads';
import type { SamanageConnectorConfig } from '../../samanage-connector.config';
import { GuardedConnections } from './guarded-connections';
import { samanageAccess } from './samanage-access';

const inject = [poolToken('samanage-connector')];

/** What the controllers of connections need. */
export const connectionProviders = (config: SamanageConnectorConfig): Provider[] => [
  {
    provide: Connections,
    useFactory: (pool: Pool) => new GuardedConnections(samanageAccess(config, pool)),
    inject,
  },
  { provide: JobReads, useFactory: (pool: Pool) => new PostgresJobReads(pool), inject },
];
