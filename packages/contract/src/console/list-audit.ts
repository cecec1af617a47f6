import { z } from 'zod'
import { defineRoute } from '../route.ts'
import { auditEntrySchema } from '../schemas/audit.ts'

export const listAudit = defineRoute({
  name: 'list-audit',
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'The audit log, newest first; pages as list-containers',
  permission: 'audit:read',
  query: z.object({
    account: z.string().max(64).optional(),
    action: z.string().max(64).optional(),
    search: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    after: z.string().max(64).optional(),
  }),
  status: 200,
  response: z.array(auditEntrySchema),
  answers: 'json',
  errors: [],
})
