import { describeWithBroker } from '@waybill/testing';

export type Bus = 'log' | 'kafka';

/** A suite that must pass whatever carries the events. */
export function describeOnEachBus(name: string, suite: (bus: Bus) => void): void {
  describe(`${name}, over the logs themselves`, () => suite('log'));
  describeWithBroker(`${name}, over Kafka`, () => suite('kafka'));
}
