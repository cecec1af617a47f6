import { z } from 'zod'

/** By which images go that nobody needs; null: the rule is not in force. */
export const cleanUpRulesSchema = z.object({
  unusedDays: z.int().min(1).max(3_650).nullable().describe('Images without a container for so many days go'),
  accountBytes: z
    .int()
    .min(0)
    .nullable()
    .describe('Of an account with more images than this, those used longest ago go; bytes'),
  untagged: z.boolean().describe('What builds of the same name left behind without a name goes after a day'),
  graceDays: z.int().min(1).max(365).describe('For so many days before, the owner is told'),
})
export type CleanUpRules = z.infer<typeof cleanUpRulesSchema>

const cleanUpReasonSchema = z.enum(['unused', 'over-quota'])
export type CleanUpReason = z.infer<typeof cleanUpReasonSchema>

/** That an image is going to be removed by the rules. */
export const goingSchema = z.object({ at: z.iso.datetime(), reason: cleanUpReasonSchema })

export const cleanUpPreviewSchema = z.object({
  images: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      owner: z.string(),
      shared: z.boolean(),
      size: z.number().describe('Bytes'),
      usedAt: z.iso.datetime().describe('When it was made, last had a container, or was kept'),
      reason: cleanUpReasonSchema,
      at: z.iso.datetime().describe('When it would be removed'),
    }),
  ),
  untagged: z
    .array(
      z.object({
        id: z.string(),
        backend: z.string(),
        owner: z.string(),
        size: z.number().nullable().describe('Bytes that no other image shares'),
        createdAt: z.iso.datetime(),
      }),
    )
    .describe('Images without a name that would be removed'),
  frees: z
    .number()
    .nullable()
    .describe(
      'Bytes that become free: what no image that stays consists of. Null: a backend cannot tell now',
    ),
})
export type CleanUpPreview = z.infer<typeof cleanUpPreviewSchema>
