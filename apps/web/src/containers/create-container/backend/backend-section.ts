import type { Section } from '../section.ts'

/** Empty: Berth chooses. */
export const backendSection: Section<'backend'> = {
  initial: () => ({ backend: '' }),
  validate: () => ({}),
  contribute: ({ backend }) => (backend === '' ? {} : { backend }),
}
