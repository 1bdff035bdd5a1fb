import { type DynamicModule, Module } from '@nestjs/common';
import { commandHandlers } from '@waybill/event-log';
import { logToken, poolToken, ServiceHostModule } from '@waybill/service-host';
import type { Pool } from 'pg';
import { ConnectorReads, LinkTurns } from './domain/connector-reads';
import { Reconciliations } from './domain/reconciliation';
import { ConnectionController } from './inbound/connection.controller';
import { StandbyController, ValidateCredentialsController } from './inbound/credentials.controller';
import { LinksController } from './inbound/links.controller';
import { ParkedController } from './inbound/parked.controller';
import { DecideReconciliation, ReconciliationsController } from './inbound/reconciliations.controller';
import { Relinking } from './inbound/relinking';
import { DecideConnection, SecretsController } from './inbound/secrets.controller';
import { DecideAccount, DecideGroup } from './inbound/subject-decisions';
import { connectionProviders } from './outbound/connection/connection-providers';
import { PostgresLinkTurns } from './read-models/links/postgres-link-turns';
import { PostgresConnectorReads } from './read-models/postgres-connector-reads';
import { PostgresReconciliations } from './read-models/reconciliations/postgres-reconciliations';
import type { SamanageConnectorConfig } from './samanage-connector.config';
import { samanageConnectorService } from './samanage-connector.service';

const log = logToken('samanage-connector');
const pool = poolToken('samanage-connector');

/** The connector in a Nest application. */
@Module({})
export class SamanageConnectorModule {
  static with(config: SamanageConnectorConfig, onError: (error: unknown) => void): DynamicModule {
    return {
      module: SamanageConnectorModule,
      imports: [ServiceHostModule.forService(samanageConnectorService(config, onError))],
      controllers: [
        SecretsController,
        ValidateCredentialsController,
        StandbyController,
        ConnectionController,
        ParkedController,
        LinksController,
        ReconciliationsController,
      ],
      providers: [
        ...commandHandlers(log, DecideConnection),
        ...commandHandlers(log, DecideAccount),
        ...commandHandlers(log, DecideGroup),
        ...commandHandlers(log, DecideReconciliation),
        ...connectionProviders(config),
        { provide: ConnectorReads, useFactory: (pool: Pool) => new PostgresConnectorReads(pool), inject: [pool] },
        { provide: Reconciliations, useFactory: (pool: Pool) => new PostgresReconciliations(pool), inject: [pool] },
        { provide: LinkTurns, useFactory: (pool: Pool) => new PostgresLinkTurns(pool), inject: [pool] },
        Relinking,
      ],
    };
  }
}
