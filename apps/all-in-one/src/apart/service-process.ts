import { setTimeout as sleep } from 'node:timers/promises';
import { type ChildProgram, type Program, startServer } from '../local/child-program';
import type { NamedProcess } from '../local/running-services';

const pauseMilliseconds = 500;

/** A service as a process that is replaced when it ends, on the port it had: what Kubernetes does elsewhere. */
export class ServiceProcess {
  private child: ChildProgram | undefined;
  private stopping = false;
  port = 0;

  constructor(
    private readonly folder: string,
    private readonly service: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly replaced: () => void,
  ) {}

  async start(): Promise<void> {
    const { child, said } = await startServer(this.folder, this.program());
    this.child = child;
    this.port = Number(said.port);
    // Told to stop while it came up.
    if (this.stopping) return child.stop();
    void child.ended.then(() => this.replace());
  }

  get named(): NamedProcess {
    return { name: this.service, pid: this.child?.pid ?? 0, port: this.port };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.child?.stop();
  }

  private program(): Program {
    const env = { ...this.env, PORT: String(this.port) };
    return { name: this.service, project: `apps/${this.service}`, args: [], env };
  }

  private async replace(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.start();
        this.replaced();
        return;
      } catch {
        // It has said why on the terminal; what it needs may come back.
        await sleep(pauseMilliseconds);
      }
    }
  }
}
