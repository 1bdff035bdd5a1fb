import {
  type Command,
  type Decider,
  type DomainEvent,
  FoldedRows,
  onlyNeeded,
  type Row,
  type RowChange,
  rowsOf,
} from '@waybill/decider';
import { type BatchContext, decideBatch } from '../handle/decide-batch';
import { neededBy } from '../handle/needed-rows';
import { type Instruction, instruct, type Submission } from '../handle/submission';
import type { StreamEntry } from '../handle/working-set';
import { club, type ClubCommand, memberRows, person, type PersonCommand, personRows, rowChangesOf } from './club';

type LooseDecider = Decider<Command, unknown, DomainEvent>;

/** What a batch finds where rows are as changes left them, and there is nothing else. */
export function contextWith(submissions: readonly Submission[], changes: readonly RowChange[]): BatchContext {
  const stored = new FoldedRows().follow(changes);
  const rows = new Map<string, ReadonlyMap<string, Row>>();
  const known = neededBy(submissions).filter(({ collection }) => [memberRows, personRows].includes(collection));
  for (const place of known) {
    const all = stored.all(place.collection, place.owner);
    rows.set(rowsOf(place), new Map([...all].filter(([key]) => place.keys === 'all' || place.keys.includes(key))));
  }
  const workingSet = { position: 0, jobPositions: new Map(), inbox: new Map(), streams: new Map(), rows };
  return { workingSet, claimHolders: new Map(), recordedAt: '2026-01-01T00:00:00.000Z', versionOf: () => 1 };
}

/** A submission of commands that are decided by the rules of the club's world, or by others in their place. */
export function asking(commands: readonly (ClubCommand | PersonCommand)[], clubRules = club): Submission {
  const instructions = commands.map((command) =>
    'club' in command ? instruct(clubRules, command) : instruct(person, command),
  );
  return { instructions, metadata: { correlationId: 'test', actor: 'test' }, lane: 'live' };
}

/** The events of each submission, `undefined` where it is refused. */
type DecidedEvents = readonly (readonly DomainEvent[] | undefined)[];

/** Decides batches, each on what those before it left in the log, its states and its rows. */
export function decideInBatches(batches: readonly (readonly Submission[])[]): DecidedEvents {
  const streams = new Map<string, StreamEntry>();
  const changes: RowChange[] = [];
  return batches.flatMap((batch) => {
    const { workingSet, ...context } = contextWith(batch, changes);
    const decision = decideBatch(batch, { ...context, workingSet: { ...workingSet, streams: new Map(streams) } });
    for (const [stream, entry] of decision.streams) streams.set(stream, entry);
    changes.push(...rowChangesOf(decision.events));
    return decision.results.map((result) =>
      result.kind === 'handled' ? result.events.map(({ type, data }) => ({ type, data })) : undefined,
    );
  });
}

/** What the rules say of submissions that come one after another: the oracle for those that are decided together. */
export function decideOneByOne(submissions: readonly Submission[]): DecidedEvents {
  let left: Left = { streams: new Map(), changes: [] };
  return submissions.map(({ instructions }) => {
    const trial: Left = { streams: new Map(left.streams), changes: [...left.changes] };
    try {
      const events = instructions.flatMap((instruction) => follow(instruction, trial));
      left = trial;
      return events;
    } catch {
      return undefined;
    }
  });
}

interface Left {
  readonly streams: Map<string, unknown>;
  readonly changes: RowChange[];
}

function follow({ decider, command }: Instruction, left: Left): readonly DomainEvent[] {
  const rules = decider as unknown as LooseDecider;
  const stream = rules.stream(command);
  const state = left.streams.get(stream) ?? rules.initialState();
  const rows = new FoldedRows().follow(left.changes);
  const events = rules.decide(command, state, onlyNeeded(rows, rules.needs?.(command) ?? []));
  left.streams.set(
    stream,
    events.reduce((before, event) => rules.evolve(before, event), state),
  );
  left.changes.push(...events.flatMap((event) => rules.rowChanges?.(event) ?? []));
  return events;
}
