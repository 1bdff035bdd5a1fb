import { PositionSet, type Tally } from '@waybill/contracts';
import { conservationOf, cutOf, noOutcomes, nothingCounted, type StatedTallies } from './conservation';

const tally = (more: Partial<Tally>): Tally => ({ ...nothingCounted, ...more });
const stated = (ingress: Tally, overdue: boolean): StatedTallies => ({
  ingress: [
    { tally: ingress, overdue },
    { tally: tally({ position: 1, opened: 1 }), overdue: true },
  ],
  mapping: [],
  connector: [],
});
/** Event 2 of ingress was never heard here. */
const recorded = {
  ingress: PositionSet.of([1, 3]),
  mapping: PositionSet.empty,
  connector: PositionSet.empty,
};

describe('the tallies that are compared', () => {
  it('speak of nothing that is still to come', () => {
    const newest = tally({ position: 3, opened: 2 });
    expect(cutOf(stated(newest, false), recorded).ingress.position).toBe(1);
    expect(cutOf(stated(newest, false), { ...recorded, ingress: PositionSet.upTo(3) }).ingress).toBe(newest);
  });

  it('are compared once it should have come, and then it is missing', () => {
    const cut = cutOf(stated(tally({ position: 3, opened: 2 }), true), recorded);
    const nothingTaken = { outcomes: noOutcomes, openedNotTaken: 1, desiredNotTaken: 0 };
    expect(conservationOf(cut, nothingTaken)).toMatchObject({ accepted: 2, inFlight: 1, conservation: 1 });
  });

  it('of a consumer wait for what it took in of another', () => {
    const mapping = [{ tally: tally({ position: 1, taken: { 'scim-ingress': '{[1,3)}' } }), overdue: false }];
    const heard = { ...recorded, mapping: PositionSet.upTo(1) };
    expect(cutOf({ ingress: [], mapping, connector: [] }, heard).mapping).toBe(nothingCounted);
    const all = { ...heard, ingress: PositionSet.upTo(2) };
    expect(cutOf({ ingress: [], mapping, connector: [] }, all).mapping).toBe(mapping[0]?.tally);
  });
});
