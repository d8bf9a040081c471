import { authorizationStatuses, z } from '@wattledger/plugin-sdk';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const seconds = (most: number) => z.number().int().min(0).max(most);

export const config = z
  .object({
    url: z.url().describe('Where to ask: an HTTPS address; HTTP only on this machine, or where `allowHttp` says so'),
    secret: z
      .string()
      .min(32, 'needs at least 32 characters')
      .describe('Signs every request, so that the endpoint knows who asks')
      .meta({ secret: true }),
    tokenTypes: z
      .array(z.string())
      .default([])
      .describe('OCPP 2.x types of the tokens to ask for, such as `ISO14443`; none: every token. OCPP 1.6 names no types'),
    askToStop: z.boolean().default(false).describe('Whether the endpoint is also asked when a token is to stop a session'),
    timeoutMs: z.number().int().min(50).max(10_000).default(800).describe('How long the endpoint may take, retries included'),
    retries: z
      .number()
      .int()
      .min(0)
      .max(3)
      .default(1)
      .describe('How often it is asked again when it cannot be reached or is busy'),
    reuseAcceptedSeconds: seconds(86_400).default(0).describe('How long an acceptance holds without asking again'),
    reuseRefusedSeconds: seconds(3_600).default(0).describe('How long a refusal holds without asking again'),
    staleAcceptedSeconds: seconds(604_800)
      .default(0)
      .describe('How old an acceptance may be that is used while the endpoint is down; 0: none is used'),
    maximumAnswerBytes: z.number().int().min(256).max(1_048_576).default(16_384).describe('Larger answers are not read'),
    allowHttp: z.boolean().default(false).describe('Allows an HTTP address elsewhere; tokens then travel unprotected'),
  })
  .refine(({ url, allowHttp }) => allowHttp || isSafe(url), { path: ['url'], error: 'must be an https address' });

export type WebhookConfig = z.infer<typeof config>;

function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

const count = z.number().finite().min(0);

/** What the endpoint may answer: whether the driver may charge, or that it does not know the token. Other members are not looked at. */
export const answerSchema = z.union([
  z.object({ abstain: z.string().min(1).max(300) }),
  z.object({
    status: z.enum(authorizationStatuses),
    reason: z.string().max(300).optional(),
    accountId: z.string().max(100).optional(),
    groupToken: z.string().max(36).optional(),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    language: z.string().max(8).optional(),
    tariffId: z.string().max(100).optional(),
    concurrentSessions: z.number().int().min(1).optional(),
    message: z.string().max(512).optional(),
    limits: z
      .object({
        amount: z
          .string()
          .regex(/^\d{1,12}(\.\d{1,6})?$/)
          .optional(),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/)
          .optional(),
        energyWh: count.optional(),
        seconds: count.optional(),
        stateOfChargePercent: z.number().min(0).max(100).optional(),
      })
      .optional(),
  }),
]);

export type WebhookAnswer = z.infer<typeof answerSchema>;
