import { z } from 'zod'

/** An image that Berth keeps, as an account that may use it sees it. */
export const imageSchema = z.object({
  id: z.uuid(),
  reference: z.string().describe('Full reference'),
  name: z.string().describe('What a person types in the form'),
  owner: z.string(),
  description: z.string(),
  shared: z.boolean(),
  size: z.number().describe('Bytes'),
  backends: z.array(z.string()),
  createdAt: z.iso.datetime(),
})
export type Image = z.infer<typeof imageSchema>
