import type { Image, Language } from '@berth/contract'
import type { Context } from '../context.ts'
import type { Messages } from '../messages/index.ts'
import { bytes, time } from '../output/amounts.ts'
import { plainText } from '../output/plain-text.ts'
import { findImage } from './find-image.ts'

export async function getImage(context: Context, _: object, named: string): Promise<void> {
  const { client } = await context.server()
  context.data(await findImage(client, named), (image) => describe(image, context))
}

/** Everything about an image, a line each. */
function describe(image: Image, { messages, language, table }: Context): string {
  const { columns, words } = messages
  const use = image.recommended ? words.recommended : image.shared ? words.shared : words.private
  const rows: [string, string][] = [
    [columns.image, image.name],
    [columns.owner, image.owner],
    [columns.use, use],
    [columns.size, bytes(image.size)],
    [columns.created, time(image.createdAt, language)],
    [columns.going, goingOf(image, language, words)],
    [columns.backend, image.backends.join(', ')],
    [columns.containers, usesOf(image)],
    [columns.digest, image.digest ?? ''],
    [columns.reference, image.reference],
    [columns.id, image.id],
  ]
  const facts = table(
    [],
    rows.filter(([, value]) => value !== ''),
  )
  return image.description === '' ? facts : `${facts}\n\n${plainText(image.description.trimEnd())}`
}

/** One's own by name, others' by their number. */
const usesOf = ({ usedBy, usedByOthers }: Image): string =>
  [...usedBy.map(({ name }) => name), ...(usedByOthers === 0 ? [] : [`+${String(usedByOthers)}`])].join(', ')

/** When it is deleted by the clean-up rules, and why. */
const goingOf = ({ going }: Image, language: Language, words: Messages['words']): string =>
  going === null ? '' : `${time(going.at, language)} (${words[going.reason]})`
