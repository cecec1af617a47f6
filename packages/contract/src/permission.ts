/**
 * What a route asks of its caller; `packages/lending` decides it (`permissions.ts`), nobody else does.
 * `public`: nobody need be logged in. `session`: any account. `agent`: the console's token, on an agent.
 * The others name a resource and what is done to it.
 */
export const permissions = [
  'public',
  'session',
  'agent',
  'container:create',
  'container:read',
  'container:operate',
  'container:enter',
  'container:read-all',
  'token:own',
  'credentials:own',
  'image:read',
  'image:change',
  'image:build',
  'image:administer',
  'build:own',
  'registry:own',
  'runner:own',
  'backend:read',
  'backend:administer',
  'account:administer',
  'account:password',
  'audit:read',
] as const

export type Permission = (typeof permissions)[number]
