/** The Kafka brokers of the test run, as clients name them: `127.0.0.1:PORT`. */
export function testBroker(): string {
  const brokers = process.env.WAYBILL_TEST_KAFKA_BROKERS;
  if (!brokers) throw new Error('no Kafka broker was started for this test run');
  return brokers;
}

/**
 * A suite that needs a broker. Where the run could start none, its tests are registered as skipped and say why: that
 * fails CI, and a developer sees what was not run.
 */
export function describeWithBroker(name: string, suite: () => void): void {
  const missing = process.env.WAYBILL_TEST_KAFKA_MISSING;
  if (missing === undefined) describe(name, suite);
  else describe.skip(`${name} – not run: no broker (${missing})`, suite);
}
