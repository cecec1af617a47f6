import { z } from 'zod'

/** With what a registry is logged in to. A secret: never told to anybody but the agent that pulls. */
export const registryLoginSchema = z.object({
  registry: z.string().describe('HOST or HOST:PORT, as in a full image reference'),
  user: z.string(),
  password: z.string(),
})
export type RegistryLogin = z.infer<typeof registryLoginSchema>

/** Where an account is logged in. The password itself is never told. */
export const registryCredentialSchema = z.object({
  registry: z.string().describe('HOST or HOST:PORT; `docker.io` is Docker Hub'),
  user: z.string(),
  updatedAt: z.iso.datetime(),
})
export type RegistryCredential = z.infer<typeof registryCredentialSchema>
