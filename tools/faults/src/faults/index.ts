import type { Fault } from '../fault';
import { brokerKilled } from './broker-killed';
import { brokerLosesData } from './broker-loses-data';
import { connectorFrozen } from './connector-frozen';
import { databaseKilled } from './database-killed';
import { poison } from './poison';
import { replicasChange } from './replicas-change';
import { servicesKilled } from './service-killed';

/** What can go wrong between four services apart. */
export const faults: readonly Fault[] = [
  brokerKilled,
  brokerLosesData,
  ...servicesKilled,
  connectorFrozen,
  replicasChange,
  databaseKilled,
  poison,
];
