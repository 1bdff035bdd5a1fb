import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '../account/records';
import { read } from '../account/reads/read';
import type { Write } from '../account/writes/write';
import { type FaultName, Faults } from '../faults';
import type { Simulator } from '../simulator';
import { type Answer, lost, send, silence, withIdsAsText } from './answer';
import { control } from './control-paths';
import { Gate } from './gate';
import { pageOf } from './pages';
import { receive, type Received, writeOf } from './received';

type Outcome = Answer | typeof lost | typeof silence;

/** Serves an account as Samanage does, with the faults that its switches ask for. */
export class SimulatorServer {
  private readonly faults = new Faults();
  private readonly gate: Gate;

  constructor(
    private readonly simulator: Simulator,
    private readonly token: string,
  ) {
    this.gate = new Gate(simulator);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const outcome = await this.outcome(request).catch((error: unknown) => {
      process.stderr.write(`samanage-simulator: ${String(error)}\n`);
      return { status: 500, body: { error: 'the simulator failed' } };
    });
    if (outcome === silence) return;
    if (outcome === lost) request.socket.destroy();
    else send(response, outcome);
  }

  private async outcome(request: IncomingMessage): Promise<Outcome> {
    const received = await receive(request);
    const { pathname } = received.url;
    if (!pathname.startsWith('/__')) return this.call(received);
    // Never throttled, and open to the first token even where the API accepts others.
    const isOpen = received.headers['x-samanage-authorization'] === `Bearer ${this.token}`;
    return isOpen ? control(this.simulator, received) : { status: 401 };
  }

  private async call(received: Received): Promise<Outcome> {
    const { calls, switches } = this.simulator;
    calls.count(received.method, received.url.pathname);
    if (switches.latencyMs > 0) await sleep(switches.latencyMs);
    const outcome = await this.admitted(received);
    if (outcome === lost || outcome === silence) return outcome;
    const body = switches.idsAsText ? withIdsAsText(outcome.body) : outcome.body;
    return { status: outcome.status, body, headers: { ...outcome.headers, ...this.gate.headers() } };
  }

  private async admitted(received: Received): Promise<Outcome> {
    const write = writeOf(received);
    const admission = this.gate.admit(received);
    if ('caller' in admission) return write ? this.write(write) : this.read(received, admission.caller);
    if (write) await this.simulator.turnAway(write, admission.refusal.status);
    return admission.refusal;
  }

  private async write(write: Write): Promise<Outcome> {
    const { switches } = this.simulator;
    if (this.strikes('failBeforeApply')) {
      await this.simulator.turnAway(write, switches.faultStatus);
      return this.failure();
    }
    if (this.strikes('timeoutBeforeApply')) {
      await this.simulator.turnAway(write, 504);
      return silence;
    }
    if (this.strikes('applyLate')) {
      setTimeout(() => void this.simulator.write(write), switches.applyLateMs).unref();
      return lost;
    }
    const { status, body } = await this.simulator.write(write);
    if (this.strikes('dropAfterApply')) return lost;
    if (this.strikes('failAfterApply')) return this.failure();
    return status === 204 ? { status } : { status, body };
  }

  private async read({ url }: Received, asker: User): Promise<Answer> {
    if (this.strikes('readFault')) return this.failure();
    await this.moveRows(url);
    const { account, switches } = this.simulator;
    const shown = { account, switches, origin: url.origin };
    const found = read({ path: url.pathname, query: url.searchParams, now: Date.now(), asker, shown });
    if (!found) return { status: 404, body: 'Not Found' };
    if ('record' in found) return { status: 200, body: found.record };
    const { name, total, rows } = found.list;
    const { from, to, headers } = pageOf(total, url, switches.totalPagesHeader);
    const page = rows(from, to);
    return { status: 200, body: switches.wrappedRows ? page.map((row) => ({ [name]: row })) : page, headers };
  }

  /** Between two pages of users somebody is renamed, where the switches ask for it (samanage-api.md §8.9). */
  private async moveRows({ pathname, searchParams }: URL): Promise<void> {
    const isLaterPage = pathname === '/users.json' && Number(searchParams.get('page')) > 1;
    if (isLaterPage && this.strikes('renameDuringCrawl')) await this.simulator.renameSomebody(this.faults.random());
  }

  private strikes(name: FaultName): boolean {
    return this.faults.strikes(this.simulator.switches, name);
  }

  private failure(): Answer {
    return { status: this.simulator.switches.faultStatus, body: { error: 'Internal Server Error' } };
  }
}
