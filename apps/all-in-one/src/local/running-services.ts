import type { ConfigPart } from '@waybill/runtime';
import type { SamanageConnectorConfig } from '@waybill/samanage-connector';
import type { LocalIdentity } from './local-identity';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where services are started: what they need of this machine. */
export interface Place {
  /** The folder that everything kept is in. */
  readonly folder: string;
  /** PostgreSQL, as a login that may create roles and schemas. */
  readonly ownerUrl: string;
  readonly identity: LocalIdentity;
  readonly samanage: SamanageConnectorConfig;
  readonly environment: Environment;
  /** Port of the one door, 0 for any free one. */
  readonly port: number;
}

/** A process that somebody may want to know of. */
export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
  readonly port?: number;
}

/** The four services, answering behind one door. */
export interface RunningServices {
  readonly host: string;
  readonly port: number;
  processes(): readonly NamedProcess[];
  /** Calls `listen` whenever a process was replaced. */
  onReplaced(listen: () => void): void;
  stop(): Promise<void>;
}

/** A way of running the services on this machine. */
export interface WayOfRunning {
  /** What `npm run …` calls it, and one sentence for its help. */
  readonly command: string;
  readonly description: string;
  /** The settings it reads. */
  readonly config: readonly ConfigPart[];
  /** Settings that need not be set, because it brings along what they name. */
  readonly brings: Environment;
  start(place: Place): Promise<RunningServices>;
}
