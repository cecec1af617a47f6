import { z } from 'zod'
import { goingSchema } from './clean-up.ts'

export const imageParams = z.object({ id: z.uuid() })

/** An image that Berth keeps, as an account that may use it sees it. */
export const imageSchema = z.object({
  id: z.uuid(),
  reference: z.string().describe('Full reference'),
  name: z.string().describe('What a person types in the form'),
  tag: z.string(),
  owner: z.string(),
  description: z.string().describe('Markdown'),
  shared: z.boolean(),
  recommended: z.boolean().describe('Offered first; shared by a teacher or administrator'),
  removing: z.boolean().describe('Being deleted'),
  size: z.number().describe('Bytes'),
  digest: z.string().nullable().describe('Content digest; null until it is known'),
  registryDigest: z
    .string()
    .nullable()
    .describe('Digest in the installation’s registry; null: it is not there'),
  backends: z.array(z.string()),
  usedBy: z
    .array(z.object({ id: z.uuid(), name: z.string() }))
    .describe('The asker’s own containers made from it'),
  usedByOthers: z.int().nonnegative().describe('How many containers of other accounts are made from it'),
  going: goingSchema.nullable().describe('When and why it is removed by the clean-up rules'),
  createdAt: z.iso.datetime(),
})
export type Image = z.infer<typeof imageSchema>
