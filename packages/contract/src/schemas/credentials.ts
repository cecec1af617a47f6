import { z } from 'zod'

/** How long a token for the user's own kubectl may last: seconds. Kubernetes issues none for less than ten minutes. */
export const credentialsSeconds = z.int().min(600).max(86_400).default(28_800)

/** What a cluster's own tools need to work in one account's namespace, and nowhere else. */
export const tenantCredentialsSchema = z.object({
  server: z.string().describe('Address of the API server as users reach it'),
  ca: z.string().nullable().describe('PEM; null: a certificate that every machine trusts'),
  namespace: z.string(),
  token: z.string(),
  expiresAt: z.iso.datetime(),
})
export type TenantCredentials = z.infer<typeof tenantCredentialsSchema>
