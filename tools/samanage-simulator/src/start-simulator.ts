import { createServer } from 'node:http';
import { Simulator } from './simulator';
import { SimulatorServer } from './http/server';
import type { Switches } from './switches';

/** How a simulator is started. */
export interface SimulatorOptions {
  /** 0 for any free port. */
  readonly port?: number;
  /** Accepted by the API until other tokens are; it opens the simulator's own paths in any case. */
  readonly token: string;
  /** Password of all administrators, for where Basic authentication is switched on. */
  readonly password?: string;
  /** Keeps account and record; without it they are gone at the end. */
  readonly folder?: string;
  readonly switches?: Partial<Switches>;
}

/** A simulator that answers. */
export interface RunningSimulator {
  readonly port: number;
  readonly baseUrl: string;
  readonly simulator: Simulator;
  close(): Promise<void>;
}

const owner = 'admin@contoso.com';

/** Starts a Samanage account on this machine. */
export async function startSamanageSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { folder, token, password, switches = {} } = options;
  const simulator = new Simulator({ folder, ownerEmail: owner, token, password, switches });
  const handler = new SimulatorServer(simulator, token);
  const server = createServer((request, response) => void handler.handle(request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    // Some clients insist on this name (samanage-api.md §7).
    baseUrl: `http://localhost:${port}`,
    simulator,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await simulator.close();
    },
  };
}
