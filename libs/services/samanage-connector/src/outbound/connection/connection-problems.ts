import type { FailedTest } from '../../domain/connections';
import type { SamanageFailure } from '../api/samanage-failure';
import { type AddressRefused, addressRefusedCode } from '../egress/address-refused';

/** The codes of a failed test (entra-provisioning.md §6.4): Samanage refused, or gave no answer that can be used. */
const refusedCode = 'SystemForCrossDomainIdentityManagementCredentialValidationFailure';
const unavailableCode = 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable';

const newToken =
  'generate one at Samanage as an administrator (Setup > Users & Groups > Users > your own > Actions > ' +
  'Generate JSON Web Token) and save it here';

interface Wording {
  readonly code: string;
  /** What is wrong and what to do, of the address that was asked. */
  readonly sentence: (at: string) => string;
}

const refused = (sentence: Wording['sentence']): Wording => ({ code: refusedCode, sentence });
const unavailable = (sentence: Wording['sentence']): Wording => ({ code: unavailableCode, sentence });

/** Each way in which a test of a connection fails. */
export const connectionProblems = {
  unauthorized: refused(
    () => `Samanage does not take these credentials: they are wrong, reset or of a disabled user; ${newToken}.`,
  ),
  forbidden: refused((at) => `The credentials may not read users at ${at}: use those of a Samanage administrator.`),
  notAdministrator: refused(
    () => 'The credentials are of a user who is no Administrator at Samanage: use an administrator’s.',
  ),
  mayNotWrite: refused(() => 'The credentials may read and not write at Samanage: use those of an administrator.'),
  unexpected: refused(
    (at) => `${at} refused what Samanage answers everybody: check that it is the address of a Samanage API.`,
  ),
  notFiltered: unavailable(
    (at) => `${at} found a user whom nobody can be: check that it is the address of a Samanage API.`,
  ),
  notFound: unavailable((at) => `${at} knows no users: check the Tenant URL, for example https://api.samanage.com.`),
  notSamanage: unavailable(
    (at) =>
      `${at} answered, but not as a Samanage API does: check the Tenant URL, for example https://api.samanage.com.`,
  ),
  redirected: unavailable(
    (at) => `${at} leads to another address, which is not followed with a token: enter that address as Tenant URL.`,
  ),
  throttled: unavailable(() => 'Samanage takes no more calls of this account for now: try again in a minute.'),
  serverError: unavailable(
    (at) => `Samanage has a problem of its own at ${at}: try again later, and ask its support if it stays.`,
  ),
  unknownHost: unavailable(
    (at) =>
      `The host of ${at} is not known: check the Tenant URL for typing errors, and the name service of this installation.`,
  ),
  notReachable: unavailable(
    (at) => `Nobody answers at ${at}: check the Tenant URL, and that this installation may reach it.`,
  ),
  untrusted: unavailable(
    (at) => `No secure connection to ${at} can be made: check its certificate and the Tenant URL.`,
  ),
  late: unavailable((at) => `${at} did not answer in time: try again, and check that this installation may reach it.`),
  brokenOff: unavailable((at) => `The connection to ${at} broke: try again, and check what lies between.`),
  addressRefused: unavailable(
    (at) => `${at} must not be called: it is not allowed here, or leads into a private network.`,
  ),
} as const satisfies Readonly<Record<string, Wording>>;

export type ConnectionProblem = keyof typeof connectionProblems;

/** A failed test with its problem by name. */
export interface NamedFailure extends FailedTest {
  readonly problem: ConnectionProblem;
}

export function failedTest(
  problem: ConnectionProblem,
  at: string,
  request: FailedTest['request'] = null,
): NamedFailure {
  const { code, sentence } = connectionProblems[problem];
  return { ok: false, problem, code, sentence: sentence(at), request };
}

const ofStatus: Readonly<Record<number, ConnectionProblem>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
};

/** The codes of connections that cannot be made, of Node and OpenSSL. */
const ofConnecting: readonly (readonly [codes: RegExp, problem: ConnectionProblem])[] = [
  [new RegExp(`^${addressRefusedCode}$`), 'addressRefused'],
  [/^(ENOTFOUND|EAI_\w+|ENODATA)$/, 'unknownHost'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES)$/, 'notReachable'],
  [/CERT|^(EPROTO|ERR_(SSL|TLS|OSSL)_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/, 'untrusted'],
  [/TIMEOUT|TIMEDOUT/, 'late'],
];

/** Of an answer that is no record and no list. */
const unreadableCode = 'SystemForCrossDomainIdentityManagementServiceIncompatible';

/** @param connectError what the last connection could not be made for, if so */
export function problemOf({ kind, code, request }: SamanageFailure, connectError: unknown): ConnectionProblem {
  if (code === unreadableCode) return 'notSamanage';
  const status = request?.status ?? null;
  if (status === null) return problemOfConnecting(connectError, code);
  return kind === 'throttled' ? 'throttled' : problemOfStatus(status);
}

function problemOfStatus(status: number): ConnectionProblem {
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500) return 'serverError';
  return ofStatus[status] ?? 'unexpected';
}

function problemOfConnecting(error: unknown, failureCode: string): ConnectionProblem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const found = ofConnecting.find(([codes]) => codes.test(code))?.[1];
  return found ?? (failureCode === 'Timeout' ? 'late' : 'brokenOff');
}

/** A refused address says itself what is wrong with it. */
export const sentenceOf = ({ message }: AddressRefused): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
