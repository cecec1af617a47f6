import { z } from 'zod'
import { errorCodes } from './catalogue.ts'

const params = z.record(z.string(), z.union([z.string(), z.number()]))

/** What is wrong with one part of the input; `path` as `name` or `limits.memory`. */
export const fieldErrorSchema = z.object({
  path: z.string(),
  code: z.enum(errorCodes),
  params: params.optional(),
  detail: z.string().optional(),
})
export type FieldError = z.infer<typeof fieldErrorSchema>

/** A problem document: https://www.rfc-editor.org/rfc/rfc9457, with Berth's `code`, `params` and `errors`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(errorCodes),
  params,
  instance: z.string().optional(),
  errors: z.array(fieldErrorSchema).optional(),
})
export type Problem = z.infer<typeof problemSchema>
