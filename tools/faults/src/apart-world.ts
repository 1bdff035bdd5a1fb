import { join } from 'node:path';
import { freePort } from './free-port';
import { Broker } from './machine/broker';
import { Database } from './machine/database';
import { Program } from './machine/program';
import { System } from './machine/system';

/** Four services apart, with a broker and a database that can be taken from them. */
export class ApartWorld {
  readonly broker: Broker;
  readonly database: Database;
  private running: System | undefined;
  private readonly replicas: Program[] = [];

  constructor(private readonly folder: string) {
    this.broker = new Broker(join(folder, 'kafka'));
    this.database = new Database(join(folder, 'postgres'));
  }

  async start(): Promise<void> {
    await Promise.all([this.broker.start(), this.database.start()]);
    const env = {
      KAFKA_BROKERS: this.broker.brokers,
      KAFKA_SESSION_TIMEOUT_SECONDS: '6',
      DATABASE_URL: this.database.ownerUrl,
      SAMANAGE_TIMEOUT_SECONDS: '5',
      SAMANAGE_GRACE_SECONDS: '2',
      LOG_LEVEL: 'fatal',
    };
    this.running = new System(this.folder, await freePort(0), 'apart', env);
    await this.running.start();
  }

  get system(): System {
    if (!this.running) throw new Error('the system was not started');
    return this.running;
  }

  /** Starts another replica of a service, with the settings of the one that runs. */
  async replica(service: string): Promise<Program> {
    const settings = this.system.settingsOf(service);
    const program = Program.start(`apps/${service}/dist/main.js`, [], { ...settings, PORT: '0' });
    this.replicas.push(program);
    await program.listening();
    return program;
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.end('SIGTERM')));
    await this.running?.stop();
    await this.broker.stop();
    await this.database.stop();
  }
}
