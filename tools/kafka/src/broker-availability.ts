import { assertJarsWithinReach } from './jars';
import { type Environment, findJava } from './prerequisites';

/** Whether a broker can be started on this machine, and in words why not. */
export type BrokerAvailability = { readonly available: true } | { readonly available: false; readonly reason: string };

/** Looks for Java, and for Maven where it has yet to bring the broker. Starts and fetches nothing. */
export async function brokerAvailability(environment: Environment = process.env): Promise<BrokerAvailability> {
  try {
    await findJava(environment);
    assertJarsWithinReach(environment);
    return { available: true };
  } catch (error) {
    return { available: false, reason: (error as Error).message };
  }
}
