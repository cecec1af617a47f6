import type { Section } from '../section.ts'
import { previewEnvironments } from './preview-environments.ts'

export const environmentsSection: Section<'environments'> = {
  initial: () => ({ environments: '' }),
  validate({ environments }) {
    const { chips, open } = previewEnvironments(environments)
    if (open) return { environments: { key: 'create.open-quote' } }
    const bad = chips.find((chip) => chip.fault !== undefined)
    if (bad?.fault === undefined) return {}
    return {
      environments: { key: `create.environment-fault.${bad.fault}`, params: { name: bad.name.slice(0, 60) } },
    }
  },
  contribute: ({ environments }) => (environments.trim() === '' ? {} : { environments }),
}
