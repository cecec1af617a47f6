import { createHash } from 'node:crypto'
import { berthRegistry, parseImageReference } from './image-reference.ts'
import { accepted, refused, type Judged } from './judged.ts'

const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/

/**
 * The folder of an account's images. A name that is no path (`a..b`) is hashed; the result is longer than any
 * account's name, so no two meet.
 */
export const imageFolder = (account: string): string =>
  component.test(account) ? account : `account-${createHash('sha256').update(account).digest('hex')}`

const tag = /^\w[\w.-]{0,127}$/

/**
 * The full reference of an account's own image, from what its owner calls it: NAME, NAME:TAG or the full reference.
 * Anything else is `image-name-invalid`, for the field `name`.
 */
export function judgeImageName(typed: string, account: string): Judged<string> {
  const folder = `${berthRegistry}/${imageFolder(account)}/`
  const bare = typed.startsWith(folder) ? typed.slice(folder.length) : typed
  const [name = '', version = 'latest', ...more] = bare.split(':')
  const sound = more.length === 0 && component.test(name) && name.length <= 128 && tag.test(version)
  return sound ? accepted(`${folder}${name}:${version}`) : refused('name', 'image-name-invalid')
}

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
