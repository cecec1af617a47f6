/** The help's sections, in their order; each is also the address of its heading. */
export const topics = [
  'what',
  'first',
  'env',
  'ports',
  'terminal',
  'files',
  'network',
  'limits',
  'kept',
  'cli',
  'trouble',
  'errors',
] as const
export type Topic = (typeof topics)[number]
