import type { en } from './en.ts'

type Texts<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends readonly [string, string]
      ? readonly [title: string, detail: string]
      : Texts<T[K]>
}
export type Messages = Texts<typeof en>
export type ErrorName = keyof Messages['errors']
