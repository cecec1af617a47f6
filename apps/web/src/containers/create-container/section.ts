import type { Backend, CreateContainerBody, Image, Session } from '@berth/contract'
import type { UseFormReturnType } from '@mantine/form'

/** Everything that the form holds, as typed. Limits as the contract has them: bytes, CPUs, processes, GPUs. */
export interface CreateValues {
  readonly name: string
  readonly image: string
  readonly environments: string
  readonly guestPorts: string
  readonly command: string
  readonly backend: string
  readonly memory: number | string
  readonly cpus: number | string
  readonly pids: number | string
  readonly gpus: number | string
}

/** What the sections know besides what is typed. */
export interface FormContext {
  readonly session: Session
  readonly images: readonly Image[]
  readonly backends: readonly Backend[]
  /** Names of one's own containers. */
  readonly taken: readonly string[]
  /** The image asked for in the page's address. */
  readonly askedImage: string | undefined
}

/** A message's key with its parameters, in the namespace `containers`. */
export interface Fault {
  readonly key: string
  readonly params?: Readonly<Record<string, string | number>>
}

/** One section of the form beside its fields: where it begins, what is wrong with it, what it asks for. */
export interface Section<K extends keyof CreateValues> {
  initial(context: FormContext): Pick<CreateValues, K>
  validate(values: CreateValues, context: FormContext): Partial<Record<K, Fault>>
  contribute(values: CreateValues, context: FormContext): Partial<CreateContainerBody>
}

export type CreateForm = UseFormReturnType<CreateValues>
export interface FieldsProps {
  readonly form: CreateForm
  readonly context: FormContext
}
