import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { startSamanageSimulator } from './start-simulator';
import { changeSwitches, defaultSwitches } from './switches';

interface Options {
  port: string;
  token?: string;
  password?: string;
  data?: string;
  rate?: string;
  switch: Record<string, unknown>;
}

const collect = (text: string, before: Record<string, unknown>): Record<string, unknown> => {
  const at = text.indexOf('=');
  const value = text.slice(at + 1);
  return {
    ...before,
    [text.slice(0, at)]: /^(-?[\d.]+|true|false|\[.*\])$/.test(value) ? (JSON.parse(value) as unknown) : value,
  };
};

async function main(): Promise<void> {
  const options = new Command('samanage-simulator')
    .description('A Samanage account on this machine; see the README beside it for the switches.')
    .option('--port <number>', 'port, 0 for any free one', '0')
    .option('--token <text>', 'the API token that is accepted; without it one is made and printed')
    .option('--password <text>', 'of all administrators, for where Basic authentication is switched on')
    .option('--data <folder>', 'keep account and record there')
    .option('--rate <calls>', 'calls a minute, 0 for any number')
    .option('--switch <name=value>', 'sets a switch; may be given several times', collect, {})
    .parse()
    .opts<Options>();
  const rate = options.rate === undefined ? {} : { ratePerMinute: Number(options.rate) };
  const given = { ...rate, ...options.switch };
  changeSwitches(defaultSwitches, given);
  const token = options.token ?? process.env.SAMANAGE_SIMULATOR_TOKEN ?? randomBytes(24).toString('base64url');
  const running = await startSamanageSimulator({
    port: Number(options.port),
    token,
    password: options.password,
    ...(options.data === undefined ? {} : { folder: options.data }),
    switches: given,
  });
  const made = (options.token ?? process.env.SAMANAGE_SIMULATOR_TOKEN) ? {} : { token };
  console.log(
    JSON.stringify({ listening: true, baseUrl: running.baseUrl, port: running.port, pid: process.pid, ...made }),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.close().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  console.error(`samanage-simulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
