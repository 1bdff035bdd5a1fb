import { defineContext, defineEvent } from '../catalogue/define-event';
import { accountOutcomes, changeReceived } from './samanage-account';
import {
  connectorChangeAbandoned,
  connectorChangeEdited,
  connectorChangeParked,
  connectorChangeRetried,
  connectorChangeSuperseded,
  linkRemoved,
  linkSet,
} from './samanage-change';
import {
  groupChangeReceived,
  groupOutcomes,
  membershipsWritten,
  membersOutcomes,
  membersReceived,
} from './samanage-group';
import {
  credentialsChanged,
  jobSettingsSaved,
  quarantineEntered,
  parkedReleased,
  quarantineLifted,
  reconciliationEnded,
  reconciliationPolicySet,
  rolesImported,
  samanageJobConnected,
  tenantRead,
} from './samanage-job';
import { tally, tallyFromV1 } from './shared';

export const samanageTallyStated = defineEvent({
  type: 'samanage.tally-stated',
  version: 2,
  meaning: 'What the connector counted of a job.',
  data: tally,
  upcasts: { 1: tallyFromV1 },
});

export const samanageContext = defineContext({
  source: 'samanage-connector',
  topic: 'samanage',
  events: [
    samanageJobConnected,
    credentialsChanged,
    jobSettingsSaved,
    quarantineEntered,
    quarantineLifted,
    parkedReleased,
    rolesImported,
    tenantRead,
    reconciliationPolicySet,
    reconciliationEnded,
    changeReceived,
    ...accountOutcomes,
    groupChangeReceived,
    ...groupOutcomes,
    membersReceived,
    membershipsWritten,
    ...membersOutcomes,
    connectorChangeParked,
    connectorChangeSuperseded,
    connectorChangeAbandoned,
    connectorChangeEdited,
    connectorChangeRetried,
    linkSet,
    linkRemoved,
    samanageTallyStated,
  ],
});
