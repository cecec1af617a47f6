import type { Section } from '../section.ts'
import { imageSection } from '../image/image-section.ts'
import { nameFault, suggestName } from './suggest-name.ts'

export const nameSection: Section<'name'> = {
  initial: (context) => ({ name: suggestName(imageSection.initial(context).image, context.taken) }),
  validate({ name }, { taken }) {
    const fault = nameFault(name, taken)
    return fault === null ? {} : { name: { key: `create.name-fault.${fault}` } }
  },
  contribute: ({ name }) => ({ name }),
}
