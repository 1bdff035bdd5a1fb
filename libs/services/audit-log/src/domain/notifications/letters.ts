import type { QuarantineCode, QuarantineEntered } from '@waybill/contracts';
import { recommendedActions } from '@waybill/graph';
import type { Letter, Letterhead, Notice, NoticeKind } from './notice';
import { oneLine } from './one-line';

/** What a letter tells, each in a sentence or more; what does not apply is left out. */
interface Told {
  /** What the subject says after the job's name. */
  readonly title: string;
  readonly happened: string;
  readonly since: string;
  readonly cause?: string;
  /** What Waybill does by itself. */
  readonly itself: string;
  readonly toDo: string;
  /** The page to look at, below the public address. */
  readonly page: string;
}

type Writer<Kind extends NoticeKind> = (notice: Extract<Notice, { kind: Kind }>, head: Letterhead) => Told;

/** A moment as a letter writes it. */
export const utc = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const quoted = (jobId: string): string => `'${jobId.replaceAll("'", "''")}'`;

function logPage({ jobId }: Letterhead, status?: 'failure'): string {
  const filter = `jobId eq ${quoted(jobId)}${status ? ` and provisioningStatusInfo/status eq '${status}'` : ''}`;
  // A quote is not encoded by itself, and ends a link in many mail programs.
  return `/v1.0/auditLogs/provisioning?$filter=${encodeURIComponent(filter).replaceAll("'", '%27')}`;
}

const jobPage = ({ jobId }: Letterhead, page: string): string =>
  `/v1.0/waybill/jobs/${encodeURIComponent(jobId)}/${page}`;

const tooManyFailed = {
  words: 'too many changes failed',
  toDo: 'Look at what failed in the provisioning log, and mend what most of it has in common: the rules, the values in the directory, or the rights of the token. Then restart the job, or wait for the next attempt.',
};

const reasons: Readonly<Record<QuarantineCode, { readonly words: string; readonly toDo: string }>> = {
  EncounteredQuarantineException: {
    words: 'Samanage cannot be reached, or does not take the credentials',
    toDo: 'Test the connection. If Samanage does not take the credentials, make a new token of an administrator there, and save it; if it cannot be reached, check its address and the way to it.',
  },
  EncounteredEscrowProportionThreshold: { ...tooManyFailed, words: 'too large a share of the changes failed' },
  EncounteredBaseEscrowThreshold: tooManyFailed,
  EncounteredTotalEscrowThreshold: { ...tooManyFailed, words: 'too many changes failed, or wait for others' },
};

/** Which request it was, and what it was answered. */
function causeOf({ request, error }: QuarantineEntered['data']): string {
  const said = `${error.code}: ${oneLine(error.message, 500)}`;
  if (!request) return said;
  const { method, path, status, requestId } = request;
  const answer = status === null ? 'had no answer' : `was answered ${status}`;
  const id = requestId === null ? 'no request id' : `request id ${requestId}`;
  return `${method} ${path} ${answer} (${id}). ${said}`;
}

function quarantined(quarantine: QuarantineEntered['data'], head: Letterhead) {
  const { code, error, seriesBegan, nextAttempt } = quarantine;
  const action = recommendedActions[error.code];
  return {
    since: utc(seriesBegan),
    cause: causeOf(quarantine),
    itself: `It writes nothing to Samanage meanwhile, and tries again at ${utc(nextAttempt)}. Changes go on being taken in, and wait; none is lost.`,
    toDo: action ? `${reasons[code].toDo} ${action}` : reasons[code].toDo,
    page: logPage(head, 'failure'),
  };
}

const writers: { readonly [Kind in NoticeKind]: Writer<Kind> } = {
  'quarantine-entered': ({ quarantine }, head) => ({
    title: 'in quarantine',
    happened: `The job is in quarantine (${quarantine.code}): ${reasons[quarantine.code].words}.`,
    ...quarantined(quarantine, head),
  }),
  'quarantine-reason-changed': ({ quarantine, before }, head) => ({
    title: 'still in quarantine, for another reason',
    happened: `The job is still in quarantine, now (${quarantine.code}) because ${reasons[quarantine.code].words}. Before (${before}): ${reasons[before].words}. So far ${quarantine.seriesCount} attempts failed.`,
    ...quarantined(quarantine, head),
  }),
  'quarantine-lifted': ({ lifted }, head) => ({
    title: 'out of quarantine',
    happened: `The job is healthy again, and left its quarantine (${lifted.code}) at ${utc(lifted.at)}.`,
    since: `The quarantine began at ${utc(lifted.seriesBegan)}.`,
    cause:
      lifted.how === 'probe'
        ? 'Samanage answers again as it should.'
        : 'What failed no longer does, or is being tried anew.',
    itself: 'It goes on where it stopped: all that waited is written now.',
    toDo: 'Nothing.',
    page: logPage(head),
  }),
  'deletions-held-back': ({ since, count, reason }, head) => ({
    title: 'deletions are held back',
    happened: `The deletion brake holds disables and deletes back, so far ${count}.`,
    since: utc(since),
    cause: reason,
    itself:
      'It writes all other changes. What is held back waits until somebody allows or rejects it, and the accounts stay as they are until then.',
    toDo: `Look at who it is. Allow all with POST ${jobPage(head, 'staged/allow')}, or reject them with POST ${jobPage(head, 'staged/reject')} and mend the rules or the assignments first.`,
    page: jobPage(head, 'staged'),
  }),
  'standby-took-over': ({ at, credentials: { kind, baseAddress } }, head) => ({
    title: 'the standby token took over',
    happened: `Samanage no longer takes the active ${kind ?? 'token'} of the job, and the standby took over.`,
    since: utc(at),
    cause: baseAddress === null ? undefined : `It is used with ${baseAddress}.`,
    itself: 'It goes on with what was the standby. There is no other to take over next time.',
    toDo: 'Find out why Samanage no longer takes the former token, and save a new standby.',
    page: logPage(head),
  }),
  'token-expires': ({ at, label, expiresAt }, head) => ({
    title: `the SCIM token expires at ${utc(expiresAt)}`,
    happened: `The token "${label}", with which Azure AD speaks to Waybill, expires at ${utc(expiresAt)}.`,
    since: `It was noticed at ${utc(at)}.`,
    itself: 'It refuses the token from then on, and nothing Azure AD sends with it is taken in. Azure AD tries again.',
    toDo: `Issue a new token, enter it in Azure AD as the Secret Token, test the connection there, and revoke the old one.`,
    page: logPage(head),
  }),
  'directory-silent': ({ since, hours }, head) => ({
    title: `nothing heard from Azure AD for ${hours} hours`,
    happened: `Azure AD has sent no change to the job for ${hours} hours.`,
    since: `It was heard last at ${utc(since)}.`,
    cause:
      'Either nothing has changed there, or it no longer reaches the SCIM endpoint. Requests that only read are not counted.',
    itself: 'It waits. Another mail tells when Azure AD is heard again.',
    toDo: 'See in Azure AD whether provisioning is on and out of quarantine, and whether its last cycle was well. Test the connection there.',
    page: logPage(head),
  }),
  'directory-heard': ({ at, since }, head) => ({
    title: 'Azure AD is heard again',
    happened: `Azure AD has sent something to the job again, at ${utc(at)}.`,
    since: `Before, it was heard last at ${utc(since)}.`,
    itself: 'It takes in what comes.',
    toDo: 'Nothing.',
    page: logPage(head),
  }),
};

/** Writes the letter of a notice. Whatever comes from outside stands on one line. */
export function letterOf(notice: Notice, head: Letterhead): Letter {
  const write = writers[notice.kind] as (notice: Notice, head: Letterhead) => Told;
  const { title, happened, since, cause, itself, toDo, page } = write(notice, head);
  const name = oneLine(head.jobName, 100) || oneLine(head.jobId, 100);
  const sections = [
    ['What happened', happened],
    ['Since when', since],
    ['What caused it', cause],
    ['What Waybill does', itself],
    ['What to do', toDo],
    ['Look further', `${head.publicUrl?.replace(/\/+$/, '') ?? ''}${page}`],
    ['Job', `${name} (${head.jobId})`],
  ].flatMap(([heading, text]) => (text ? [`${heading}\n  ${oneLine(text)}`] : []));
  return { subject: `[Waybill] ${name}: ${oneLine(title)}`, body: `${sections.join('\n\n')}\n` };
}
