import { Doorbell, type Running, runExclusively, type Sql } from '@waybill/event-log';
import type { Pool, PoolClient } from 'pg';
import type { DueMail } from '../read-models/mails/mail-work';
import * as work from '../read-models/mails/mail-work';
import type { Mailer } from './smtp-mailer';

const pollMilliseconds = 1_000;
/** Less than a session may be silent. */
const lifeSignMilliseconds = 1_000;

interface Options {
  readonly pool: Pool;
  /** Undefined where none is configured: then mails are kept, and say so. */
  readonly mailer: Mailer | undefined;
  readonly onError: (error: unknown) => void;
}

/**
 * Sends the mails that are due, one after another and in one process at a time: claimed, sent, marked. Whoever ends
 * between sending and marking leaves one that is sent again, under the same `Message-ID`.
 */
export function sendMails({ pool, mailer, onError }: Options): Running {
  const running = runExclusively({
    name: 'mails',
    pool,
    onError,
    work: async (client, signal) => {
      while (!signal.aborted) {
        await work.giveUpOldMails(client);
        const isSent = mailer ? await sendNext(client, mailer) : await sayWhyNot(client);
        if (!isSent) await new Doorbell().wait(pollMilliseconds, signal);
      }
    },
  });
  return {
    stop: async () => {
      await running.stop();
      mailer?.close();
    },
  };
}

/** @returns whether there was one */
async function sendNext(client: PoolClient, mailer: Mailer): Promise<boolean> {
  const mail = await work.claimMail(client);
  if (mail) await showingLife(client, () => send(client, mailer, mail));
  return mail !== undefined;
}

async function send(client: PoolClient, mailer: Mailer, mail: DueMail): Promise<void> {
  let note: string | null;
  try {
    const missed = await mailer.send(mail);
    note = missed.length > 0 ? `not taken for ${missed.join(', ')}` : null;
  } catch (error) {
    return work.mailFailed(client, mail.id, error instanceof Error ? error.message : String(error));
  }
  await work.mailSent(client, mail.id, note);
}

async function sayWhyNot(sql: Sql): Promise<boolean> {
  await work.mailsCannotBeSent(sql, 'not configured: SMTP_URL is not set');
  return false;
}

/** However long it takes, the session is not silent; where it was lost, another process may send the same. */
async function showingLife(client: PoolClient, act: () => Promise<void>): Promise<void> {
  const alive = setInterval(() => void client.query('SELECT 1').catch(() => undefined), lifeSignMilliseconds);
  try {
    await act();
  } finally {
    clearInterval(alive);
  }
}
