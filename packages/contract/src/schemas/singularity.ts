import { z } from 'zod'
import { problemSchema } from '../errors/problem.ts'

/** How a SIF's file system is compressed: zstd is quicker both ways, gzip is read by the oldest installations too. */
export const singularityCompressionSchema = z.enum(['zstd', 'gzip'])
export type SingularityCompression = z.infer<typeof singularityCompressionSchema>

export const singularityOptions = z.object({
  compression: singularityCompressionSchema
    .default('zstd')
    .describe('gzip is read by the oldest installations of Singularity too'),
})

/** Which SIF file: of which image, compressed how. */
export const singularityQuery = singularityOptions.extend({
  reference: z.string().max(512).describe('Full reference'),
  content: z
    .string()
    .max(200)
    .optional()
    .describe('The ID of the image that is meant: another of the name is `image-absent`'),
})

/** Which SIF file: of the image that a container would be made of where this is typed. */
export const referenceSingularityQuery = singularityOptions.extend({
  image: z
    .string()
    .min(1)
    .max(1_000)
    .describe('As in the creation of a container: `python:3.13`, `ghcr.io/a/b`'),
})

/** A finished file. */
export const singularityFileSchema = z.object({
  name: z.string().describe('To be saved as'),
  size: z.int().positive().describe('Bytes'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SingularityFile = z.infer<typeof singularityFileSchema>

/**
 * A line of a conversion's stream: the last is `done` or `failed`. `position`: how many are before it in the queue.
 * `pulling` comes from the console alone.
 */
export const singularityEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('pulling'),
    current: z.number().describe('Bytes of the layers that have come from the registry'),
    total: z.number().describe('How many there are, as far as is known yet'),
  }),
  z.object({ type: z.literal('queued'), position: z.int().nonnegative() }),
  z.object({
    type: z.literal('progress'),
    current: z.number().describe('Bytes of the image taken in'),
    total: z.number().describe('About how many there are'),
  }),
  z.object({ type: z.literal('done'), file: singularityFileSchema }),
  z.object({ type: z.literal('failed'), problem: problemSchema }),
])
export type SingularityEvent = z.infer<typeof singularityEventSchema>
