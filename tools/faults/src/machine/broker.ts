import { rmSync } from 'node:fs';
import { Program } from './program';

/** A Kafka broker that can be killed, started again, and robbed of its data. */
export class Broker {
  private program: Program | undefined;
  private pid = 0;
  brokers = '';

  constructor(private readonly folder: string) {}

  async start(): Promise<void> {
    const port = this.brokers.split(':')[1] ?? '0';
    this.program = Program.start('tools/kafka/dist/main.js', ['--data', this.folder, '--port', port]);
    const said = await this.program.listening();
    this.brokers = String(said.brokers);
    this.pid = Number(said.pid);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.program?.end('SIGKILL');
  }

  loseData(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.program?.end('SIGTERM');
  }
}
