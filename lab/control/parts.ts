import { z } from 'zod';

/** A whole number in a query, where everything is text. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'a whole number belongs here' })
  .transform(Number)
  .meta({ type: 'integer', minimum: 0 });

/** `?devices=a,b` */
export const names = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .meta({ description: 'Names, with commas between them' });

/** `/devices/{name}` */
export const named = z.object({ name: z.string() });

/** A time as answers have it. */
export const instant = z.string().meta({ description: 'Lab time, ISO 8601', format: 'date-time' });

/** Milliseconds of lab time or real time, up to ten years. */
export const milliseconds = z.int().min(0).max(315_360_000_000);

/** A device or file server, as the ready line tells of it, too. */
export const hostShape = z.object({
  name: z.string(),
  kind: z.string(),
  version: z.string(),
  username: z.string(),
  password: z.string(),
  enablePassword: z.string().optional(),
  endpoints: z.record(z.string(), z.string()).meta({ description: 'What listens now: endpoint name → URL' }),
  certificates: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'Endpoint name → SHA-256 of its certificate, of those that are made' }),
});
