import { BerthError, type Role } from '@berth/contract'

export interface ImageWords {
  readonly description: string
  readonly shared: boolean
  readonly recommended: boolean
}

/**
 * What an image becomes. Students recommend nothing, what is not shared cannot be recommended
 * (`image-recommendation-refused`), and what is shared no more is recommended no more.
 */
export function judgeImageChange(
  change: { readonly [K in keyof ImageWords]?: ImageWords[K] | undefined },
  now: ImageWords,
  by: { readonly role: Role },
): ImageWords {
  const description = change.description ?? now.description
  const shared = change.shared ?? now.shared
  if (change.recommended === true && (by.role === 'student' || !shared))
    throw new BerthError('image-recommendation-refused')
  const recommended = shared && (change.recommended ?? now.recommended)
  return { description, shared, recommended }
}

/** The containers that use an image, in a sentence: one's own by name, others' by their number. */
export function describeUses(own: readonly string[], others: number): string {
  const named = own.slice(0, 10)
  const rest = own.length - named.length + others
  return [...named, ...(rest > 0 ? [`+${String(rest)}`] : [])].join(', ')
}
