import { z } from 'zod'

/** One entry of the audit log: who did what to which resource, from where, and how it ended. Never a secret. */
export const auditEntrySchema = z.object({
  id: z.string(),
  time: z.iso.datetime(),
  account: z.string().nullable(),
  action: z.string().describe('The route’s name, such as create-container, or login'),
  target: z.string().nullable(),
  owner: z.string().nullable().describe('Whose resource it was'),
  outcome: z.string().describe('ok, or the error’s code'),
  address: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>
