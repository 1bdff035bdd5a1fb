import { Command, CommanderError } from 'commander';
import { addConservationCommand } from './commands/conservation';
import { addHeldCommands } from './commands/held';
import { addPoisonCommands } from './commands/poison';
import { addReplayCommand } from './commands/replay';
import { addServicesCommand } from './commands/services';
import { addTokensCommands } from './commands/tokens';
import { ApiError, UsageError } from './failures';
import type { Invocation, Output } from './invocation';
import { Session } from './session';

const exitCodes = { ok: 0, failed: 1, wrongUsage: 2 } as const;

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 when it was done, 1 when the server refused or did not answer, 2 for wrong usage; why is
 *   written to `err`
 * @throws whatever nobody foresaw
 */
export async function runCli(invocation: Invocation): Promise<number> {
  try {
    await programFor(invocation).parseAsync(invocation.args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return exitCodeOf(error, invocation.output);
  }
}

function programFor(invocation: Invocation): Command {
  const { out, err } = invocation.output;
  // Before any command is added: each takes these settings over.
  const program = new Command('waybill')
    .description('Asks a running Waybill how it is, has it try again what waits, and keeps the tokens of its jobs.')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
    .configureHelp({ showGlobalOptions: true })
    .option('--url <base>', 'where the management API answers; or WAYBILL_URL')
    .option('--token <token>', 'a token of the management API; or WAYBILL_TOKEN')
    .option('--endpoints <file>', 'take both from this file instead (default: .waybill/endpoints.json)')
    .option('--json', 'answers as JSON, for scripts');
  const session = new Session(program, invocation);
  addServicesCommand(program, session);
  addHeldCommands(program, session);
  addPoisonCommands(program, session);
  addReplayCommand(program, session);
  addConservationCommand(program, session);
  addTokensCommands(program, session);
  return program;
}

function exitCodeOf(error: unknown, { err }: Output): number {
  // Commander has told it already; asking for help is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.wrongUsage;
  if (!(error instanceof UsageError || error instanceof ApiError)) throw error;
  for (const line of error.message.split('\n')) err(`waybill: ${line}\n`);
  return error instanceof UsageError ? exitCodes.wrongUsage : exitCodes.failed;
}
