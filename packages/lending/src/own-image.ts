import { createHash } from 'node:crypto'
import { berthRegistry, parseImageReference } from './image-reference.ts'

const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/

/**
 * The folder of an account's images. A name that is no path (`a..b`) is hashed; the result is longer than any
 * account's name, so no two meet.
 */
export const imageFolder = (account: string): string =>
  component.test(account) ? account : `account-${createHash('sha256').update(account).digest('hex')}`

/** An image as a backend lists it, as far as its belonging goes. */
export interface ListedImage {
  readonly reference: string
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Whose image of this installation's a listed one is: its folder and its labels must say the same. Null: not Berth's,
 * another installation's, or contradicting itself, and so nobody's.
 */
export function ownerOfImage({ reference, labels }: ListedImage, instance: string): string | null {
  const account = labels['berth.account']
  if (account === undefined || labels['berth.instance'] !== instance) return null
  const parsed = parseImageReference(reference)
  if (parsed?.registry !== berthRegistry || parsed.digest !== null) return null
  const [folder, ...name] = parsed.repository.split('/')
  return folder === imageFolder(account) && name.length > 0 ? account : null
}
