import type { CreateContainerBody } from '@berth/contract'
import { backendSection } from './backend/backend-section.ts'
import { commandSection } from './command/command-section.ts'
import { environmentsSection } from './environments/environments-section.ts'
import { guestPortsSection } from './guest-ports/guest-ports-section.ts'
import { imageSection } from './image/image-section.ts'
import { limitsSection } from './limits/limits-section.ts'
import { nameSection } from './name/name-section.ts'
import type { CreateValues, Fault, FormContext } from './section.ts'

const sections = [
  imageSection,
  nameSection,
  environmentsSection,
  guestPortsSection,
  commandSection,
  backendSection,
  limitsSection,
]

/** What the form holds at first. */
export function initialValues(context: FormContext): CreateValues {
  return {
    ...imageSection.initial(context),
    ...nameSection.initial(context),
    ...environmentsSection.initial(context),
    ...guestPortsSection.initial(context),
    ...commandSection.initial(context),
    ...backendSection.initial(context),
    ...limitsSection.initial(context),
  }
}

/** What is wrong, field by field; empty: it can be sent. */
export function validateValues(
  values: CreateValues,
  context: FormContext,
): Partial<Record<keyof CreateValues, Fault>> {
  return Object.assign({}, ...sections.map((section) => section.validate(values, context))) as Partial<
    Record<keyof CreateValues, Fault>
  >
}

/** The one request that the form makes. */
export function toBody(values: CreateValues, context: FormContext): CreateContainerBody {
  return sections.reduce<CreateContainerBody>(
    (body, section) => ({ ...body, ...section.contribute(values, context) }),
    { name: values.name, image: values.image },
  )
}

/** The form's field that a path of the console's answer speaks of: `limits.memory` → `memory`. */
export function fieldOf(path: string): keyof CreateValues | undefined {
  const field = path.replace(/^limits\./, '').split(/[.[]/)[0] ?? ''
  return fields.find((name) => name === field)
}

const fields = [
  'name',
  'image',
  'environments',
  'guestPorts',
  'command',
  'backend',
  'memory',
  'cpus',
  'pids',
  'gpus',
] as const satisfies readonly (keyof CreateValues)[]

/** The fields behind “advanced”: a mistake there opens it. */
export const advancedFields: ReadonlySet<keyof CreateValues> = new Set([
  'command',
  'backend',
  'memory',
  'cpus',
  'pids',
  'gpus',
])
