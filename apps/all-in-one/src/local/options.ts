import { Command, InvalidArgumentError } from 'commander';
import type { WayOfRunning } from './running-services';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** The folder that everything kept is in. */
  readonly data: string;
  /** Port of the HTTP server, 0 for any free one. */
  readonly port: number;
  /** Calls a minute that the Samanage simulator allows, 0 for any number. */
  readonly samanageRate: number;
  /** Ends once every change has ended. */
  readonly once: boolean;
  /** Pushes nobody: somebody else's SCIM client will. */
  readonly idle: boolean;
  /** Starts the simulators; without them Samanage is a real one. */
  readonly simulators: boolean;
}

const defaultRate = 1_000;

/** Reads the command line; ends the process with a message where it makes no sense. */
export function parseOptions(args: readonly string[], { command, description }: WayOfRunning): StartOptions {
  const program = new Command(command)
    .description(description)
    .option('--once', 'end when every change has ended: 0 if all ended well, 1 otherwise', false)
    .option('--idle', 'bring everything up and push nobody', false)
    .option('--no-simulators', 'use a real Samanage: SAMANAGE_URL and SAMANAGE_TOKEN')
    .option('--data <folder>', 'where everything is kept', '.waybill')
    .option('--port <number>', 'port of the HTTP server, 0 for any free one', wholeNumber(65_535), 8080)
    .option('--samanage-rate <calls>', 'calls a minute the simulator allows, 0 for any', wholeNumber(1e6), defaultRate)
    .showHelpAfterError();
  const options = program.parse(args, { from: 'user' }).opts<StartOptions>();
  if (options.once && options.idle) program.error('error: --once waits for a push, and with --idle there is none');
  if (options.once && !options.simulators) program.error('error: --once needs the simulators to push somebody');
  return options;
}

const wholeNumber = (most: number) => (text: string) => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) throw new InvalidArgumentError(`It takes a number from 0 to ${most}.`);
  return number;
};
