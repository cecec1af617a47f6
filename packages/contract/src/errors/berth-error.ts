import { catalogue, type ErrorCode } from './catalogue.ts'
import type { FieldError, Problem } from './problem.ts'

export type Language = 'ja' | 'en'
export type ErrorParams = Readonly<Record<string, string | number>>

/** Any failure that somebody is told of. `fields` says what is wrong with which part of the input. */
export class BerthError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields: readonly FieldError[]

  constructor(
    code: ErrorCode,
    params: ErrorParams = {},
    options: { cause?: unknown; fields?: readonly FieldError[] } = {},
  ) {
    super(fill(catalogue[code].en.title, params), { cause: options.cause })
    this.name = 'BerthError'
    this.code = code
    this.params = params
    this.fields = options.fields ?? []
  }

  get status(): number {
    return catalogue[this.code].status
  }
}

/** Puts parameters into a text of the catalogue: `{name}` becomes the parameter's value. */
export function fill(text: string, params: ErrorParams): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}

/** A code's title and advice in a language. */
export function explain(
  code: ErrorCode,
  params: ErrorParams,
  language: Language,
): { title: string; detail: string } {
  const { title, detail } = catalogue[code][language]
  return { title: fill(title, params), detail: fill(detail, params) }
}

/** The problem document (RFC 9457) of an error, in the reader's language. */
export function toProblem(error: BerthError, language: Language): Problem {
  return {
    type: `urn:berth:error:${error.code}`,
    status: error.status,
    code: error.code,
    params: { ...error.params },
    ...explain(error.code, error.params, language),
    ...(error.fields.length > 0
      ? {
          errors: error.fields.map((field) => ({
            ...field,
            detail: field.detail ?? sentence(field, language),
          })),
        }
      : {}),
  }
}

function sentence(field: FieldError, language: Language): string {
  const { title, detail } = explain(field.code, field.params ?? {}, language)
  return `${title}${language === 'ja' ? '。' : '. '}${detail}`
}
