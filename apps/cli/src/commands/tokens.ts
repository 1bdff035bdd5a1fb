import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { printable } from '../printable';
import type { Session } from '../session';
import { table } from '../table';

const jobToken = z.looseObject({
  id: z.string(),
  label: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  status: z.string(),
});

const jobTokens = z.looseObject({ value: z.array(jobToken) });

const madeToken = z.looseObject({ ...jobToken.shape, token: z.string() });

type JobToken = z.infer<typeof jobToken>;

const path = (job: string) => `/v1.0/waybill/jobs/${encodeURIComponent(job)}/tokens`;

const job = (): Argument => new Argument('<job>', 'id of the job');

/** `waybill tokens list`, `waybill tokens create` and `waybill tokens revoke`. */
export function addTokensCommands(program: Command, session: Session): void {
  const tokens = program
    .command('tokens')
    .description('the tokens of a job’s SCIM endpoint, several at once for rotation');

  tokens
    .command('list')
    .description('show the tokens of a job, newest first, with when they were last used')
    .addArgument(job())
    .action(async (jobId: string) => {
      const answer = await session.api().get(path(jobId), jobTokens);
      session.show(answer, () => linesOf(answer.value));
    });

  tokens
    .command('create')
    .description('make a token, and show it once')
    .addArgument(job())
    .requiredOption('--label <text>', 'what it is for')
    .addOption(
      new Option(
        '--expires <when>',
        'when it ends: a time such as 2027-01-31T00:00:00Z, or days such as 90d',
      ).argParser(moment),
    )
    .action(async (jobId: string, { label, expires: expiresAt }: { label: string; expires?: string }) => {
      const made = await session.api().post(path(jobId), { label, expiresAt }, madeToken);
      session.show(made, () => [
        printable(made.token),
        `This is the token ${made.id}; it is not shown again. ${endOf(made)}`,
      ]);
    });

  tokens
    .command('revoke')
    .description('have a token accepted no longer')
    .addArgument(job())
    .argument('<token>', 'id of the token, as in the list')
    .action(async (jobId: string, id: string) => {
      await session.api().delete(`${path(jobId)}/${encodeURIComponent(id)}`);
      session.show({ id, status: 'revoked' }, () => [`${printable(id)} is accepted no longer.`]);
    });
}

const endOf = ({ expiresAt }: JobToken): string =>
  expiresAt === null ? 'It does not expire.' : `It expires at ${printable(expiresAt)}.`;

function linesOf(tokens: readonly JobToken[]): readonly string[] {
  if (tokens.length === 0) return ['The job has no tokens.'];
  return table(
    [
      { title: 'id', cell: ({ id }) => id },
      { title: 'label', cell: ({ label }) => label },
      { title: 'status', cell: ({ status }) => status },
      { title: 'created at', cell: ({ createdAt }) => createdAt },
      { title: 'expires at', cell: ({ expiresAt }) => expiresAt },
      { title: 'last used at', cell: ({ lastUsedAt }) => lastUsedAt },
    ],
    tokens,
  );
}

const dayMilliseconds = 24 * 60 * 60 * 1_000;

const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** A moment as the API takes it. */
function moment(text: string): string {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(Date.now() + Number(days) * dayMilliseconds).toISOString();
  if (!time.safeParse(text).success) {
    throw new InvalidArgumentError('It takes a time such as 2027-01-31T00:00:00Z, or days such as 90d.');
  }
  return new Date(text).toISOString();
}
