/** What a broker listens on, each on 127.0.0.1. */
export interface BrokerPorts {
  /** For clients. */
  readonly broker: number;
  /** For the broker itself: it is its own controller. */
  readonly controller: number;
}

/** The settings of one node that is broker and controller. */
export function renderProperties(ports: BrokerPorts, dataFolder: string): string {
  const listeners = `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`;
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners,
    'advertised.listeners': listeners,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${ports.controller}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': dataFolder,
    // A killed broker is let in again only when its last session has ended; 9 s where not set.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '1000',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    // The first member of a group does not wait for others.
    'group.initial.rebalance.delay.ms': '0',
    // Topics are made on purpose; a misspelt one is an error.
    'auto.create.topics.enable': 'false',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${escaped(value)}\n`)
    .join('');
}

/** The ports that settings name; undefined where they name none. */
export function portsIn(properties: string): BrokerPorts | undefined {
  const named = /^listeners=PLAINTEXT:\/\/127\.0\.0\.1:(\d+),CONTROLLER:\/\/127\.0\.0\.1:(\d+)$/m.exec(properties);
  return named ? { broker: Number(named[1]), controller: Number(named[2]) } : undefined;
}

/** Java reads such files as Latin-1, and a backslash as the beginning of an escape. */
const escaped = (value: string): string =>
  value.replace(/[\\\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
