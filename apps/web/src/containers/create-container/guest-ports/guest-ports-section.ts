import type { Section } from '../section.ts'
import { previewPorts } from './preview-ports.ts'

/** As many as the rules lend to one container (`packages/lending`, guest-ports.ts); the console judges again. */
const maximum = 32

export const guestPortsSection: Section<'guestPorts'> = {
  initial: ({ askedImage }) => ({
    guestPorts: askedImage === undefined || askedImage === 'welcome' ? '8080' : '',
  }),
  validate({ guestPorts }) {
    const chips = previewPorts(guestPorts)
    if (chips.length > maximum)
      return { guestPorts: { key: 'create.ports-too-many', params: { max: maximum } } }
    const bad = chips.find((chip) => chip.fault !== undefined)
    if (bad?.fault === undefined) return {}
    return { guestPorts: { key: `create.port-fault.${bad.fault}`, params: { port: bad.text.slice(0, 20) } } }
  },
  contribute: ({ guestPorts }) => (guestPorts.trim() === '' ? {} : { guestPorts }),
}
