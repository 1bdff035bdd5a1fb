import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// By path: what Jest loads before its tests does not follow the conditions that tests are resolved with.
import { brokerAvailability, fetchJars, startBroker } from '../../../../tools/kafka/src';

/** The part of Jest's configuration that tells which specs a run is about. */
export interface TestRun {
  readonly rootDir: string;
  readonly testPathPatterns: {
    toExecutor(options: { readonly rootDir: string }): { isMatch(path: string): boolean };
  };
}

/**
 * One Kafka broker for the whole run: `TEST_KAFKA_BROKERS`, or one that forgets everything at the end. It is left out
 * where no spec of the run can need it, and where this machine cannot have one; then suites are told why.
 *
 * @returns how to end it
 */
export async function startBrokerOfTheRun(run: TestRun): Promise<() => Promise<void>> {
  const { TEST_KAFKA_BROKERS: given } = process.env;
  if (given) process.env.WAYBILL_TEST_KAFKA_BROKERS = given;
  if (given || !mayNeedBroker(run)) return async () => undefined;
  const missing = await whatIsMissing();
  if (missing !== undefined) {
    process.env.WAYBILL_TEST_KAFKA_MISSING = missing;
    return async () => undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'waybill-tests-kafka-'));
  const broker = await startBroker({ folder });
  process.env.WAYBILL_TEST_KAFKA_BROKERS = broker.brokers;
  return async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

function mayNeedBroker({ rootDir, testPathPatterns }: TestRun): boolean {
  const chosen = testPathPatterns.toExecutor({ rootDir });
  const specs = globSync('{apps,libs,tools}/**/*.{kafka,e2e}.spec.ts', {
    cwd: rootDir,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  });
  return specs.some((spec) => chosen.isMatch(join(rootDir, spec)));
}

async function whatIsMissing(): Promise<string | undefined> {
  const availability = await brokerAvailability();
  if (!availability.available) return availability.reason;
  try {
    await fetchJars(process.env, (line) => process.stderr.write(`${line}\n`));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
