import { z } from 'zod';
import { type Seed, seedSchema } from '../account/seed';
import type { Simulator } from '../simulator';
import type { Answer } from './answer';
import type { Received } from './received';

const tokensSchema = z.strictObject({
  tokens: z.array(
    z.union([z.string().min(1), z.strictObject({ token: z.string().min(1), owner: z.string().optional() })]),
  ),
});

const logInSchema = z.strictObject({ email: z.string(), at: z.iso.datetime({ offset: true }).nullable() });

type Control = (simulator: Simulator, body: unknown) => unknown;

/** The simulator's own paths, by method and path. Each gives what is answered, and throws an Error that says why not. */
const controls = new Map<string, Control>([
  ['GET /__record', ({ record }) => record],
  ['GET /__switches', ({ switches }) => switches],
  [
    'PUT /__switches',
    async (simulator, body) => {
      await simulator.change(body);
      return simulator.switches;
    },
  ],
  ['GET /__calls', ({ calls }) => calls.counts],
  [
    'DELETE /__calls',
    ({ calls }) => {
      calls.reset();
      return calls.counts;
    },
  ],
  ['PUT /__seed', (simulator, body) => simulator.seed(parsed<Seed>(seedSchema, body))],
  [
    'PUT /__tokens',
    async (simulator, body) => {
      const { tokens } = parsed(tokensSchema, body);
      await simulator.acceptTokens(tokens.map((each) => (typeof each === 'string' ? { token: each } : each)));
      return { accepted: tokens.length };
    },
  ],
  [
    'PUT /__logins',
    async (simulator, body) => {
      const { email, at } = parsed(logInSchema, body);
      await simulator.logIn(email, at);
      return { email, at };
    },
  ],
]);

/** Answers a request to one of the simulator's own paths, or says what is wrong with it. */
export async function control(simulator: Simulator, { method, url, body }: Received): Promise<Answer> {
  const found = controls.get(`${method} ${url.pathname}`);
  if (!found) return { status: 404, body: 'Not Found' };
  try {
    return { status: 200, body: await found(simulator, body) };
  } catch (error) {
    return { status: 400, body: { error: (error as Error).message } };
  }
}

/** @throws Error that names everything that is not as it should be */
function parsed<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '));
}
