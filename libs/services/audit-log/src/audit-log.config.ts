import { type ConfigOf, defineConfig, Secret, setting, valueTypes } from '@waybill/runtime';
import { z } from 'zod';

const isAddress = (text: string): boolean => z.email().safeParse(text).success;

/** An address, alone or in angle brackets behind a name. */
const sender = z.string().refine((text) => isAddress(/^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text), {
  message: 'it takes an e-mail address, e.g. Waybill <waybill@contoso.com>',
});

const addresses = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((address) => address.trim())
      .filter((address) => address !== ''),
  )
  .refine((list) => list.every(isAddress), { message: 'it takes e-mail addresses, with commas between them' });

/** How people are written about a job that needs them (entra-provisioning.md §7.5). */
export const auditLogConfig = defineConfig({
  name: 'audit-log',
  settings: {
    smtpUrl: setting({
      variable: 'SMTP_URL',
      schema: z
        .url({ protocol: /^smtps?$/, message: 'it takes an smtp(s) URL' })
        .transform((url) => new Secret(url))
        .optional(),
      description:
        'Server that notification mails are sent through, e.g. `smtp://user:password@mail.contoso.com:587?requireTLS=true`; without it none is sent, and the mails are kept.',
      optional: true,
      secret: true,
    }),
    smtpFrom: setting({
      variable: 'SMTP_FROM',
      schema: sender.optional(),
      description: 'Sender of notification mails; it must be set with `SMTP_URL`.',
      optional: true,
    }),
    recipients: setting({
      variable: 'NOTIFICATION_RECIPIENTS',
      schema: addresses,
      description: 'Who gets the mails about a job that names nobody: addresses, with commas between them.',
      optional: true,
    }),
    publicUrl: setting({
      variable: 'PUBLIC_URL',
      schema: valueTypes.httpUrl.optional(),
      description: 'Under which people reach the API, for the links in mails; without it they have the paths alone.',
      optional: true,
    }),
    silenceHours: setting({
      variable: 'SILENCE_HOURS',
      schema: valueTypes.wholeNumber(0, 8_760),
      description:
        'Hours without any event of the SCIM endpoint after which a mail says that Azure AD is silent; 0 for never. Requests that only read, or change nothing, are no events: choose more hours than a quiet directory has.',
      fallback: '24',
    }),
  },
  relations: ({ smtpUrl, smtpFrom }) =>
    smtpUrl && !smtpFrom ? ['SMTP_FROM must be set where SMTP_URL is: mails need a sender'] : [],
});

export type AuditLogConfig = ConfigOf<(typeof auditLogConfig)['settings']>;
