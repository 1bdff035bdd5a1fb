import { v7 as uuidv7 } from 'uuid';
import { allowed, type OtherServices } from './other-services';
import { evaluated, groupOutcome, membersOutcome } from './told-events';

/** Mapping says what a group should be, because an admin asked, and the connector takes it over. */
export function beginGroup(others: OtherServices, groupId: string = uuidv7()) {
  const about = { ...evaluated, changeId: uuidv7(), groupId, displayName: 'Engineering', cause: 'on-demand' };
  const desired = { ...about, presence: 'present', group: null, allowed, loss: null, snapshotFollows: false };
  const stream = `group-${groupId}`;
  const version = others.say('mapping', stream, 'mapping.group-desired', desired).streamVersion;
  const received = { ...desired, version, cause: 'desired', onDemand: true };
  others.say('samanage-connector', stream, 'samanage.group-change-received', received);
  return atConnector(others, { changeId: about.changeId, groupId }, groupOutcome);
}

/**
 * Somebody tells who joins a group, in parts and of itself: mapping, and the connector hears it when the test says so;
 * or the connector alone, because they have accounts now.
 */
export function tellMembers(others: OtherServices, parts: number, by: 'mapping' | 'connector' = 'mapping') {
  const about = { changeId: uuidv7(), groupId: uuidv7(), displayName: 'Engineering' };
  const tellEach = (service: 'mapping' | 'samanage-connector', type: string, more: object) => {
    for (let part = 1; part <= parts; part += 1) {
      const members = { part, parts, added: [uuidv7(), uuidv7()], removed: [], snapshot: { total: 2 * parts } };
      others.say(service, `group-${about.groupId}`, type, { ...evaluated, ...about, ...members, ...more });
    }
  };
  const receive = (cause: string) =>
    tellEach('samanage-connector', 'samanage.members-received', { version: parts, cause, onDemand: false });
  if (by === 'mapping') tellEach('mapping', 'mapping.members-desired', { cause: 'cycle' });
  else receive('reference-appeared');
  return { ...atConnector(others, about, membersOutcome), receive: () => receive('desired') };
}

function atConnector(
  others: OtherServices,
  change: { readonly changeId: string; readonly groupId: string },
  ended: object,
) {
  const subject = { subjectId: change.groupId, subjectType: 'Group' };
  const stream = `group-${change.groupId}`;
  return {
    ...change,
    /** Lets it go on at Samanage, to its end or to an obstacle. */
    tell: (type: string, more: object = {}) =>
      others.say('samanage-connector', stream, `samanage.${type}`, { ...ended, ...subject, ...change, ...more }),
  };
}
