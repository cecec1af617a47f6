import { consoleRoutes } from '@berth/contract'

/** What the console writes into its audit log: every change and every entry into a container, by its route's name. */
export const auditedActions: readonly string[] = Object.values(consoleRoutes)
  .filter(({ method, permission }) => method !== 'GET' || permission === 'container:enter')
  .map(({ name }) => name)
