import { Option, type Command } from 'commander'
import type { Image } from '@berth/contract'
import { action } from '../action.ts'
import type { Context } from '../context.ts'
import type { Messages } from '../messages/index.ts'
import { findListed } from './find-image.ts'
import { bytes, time } from '../output/amounts.ts'

export function addListImages(program: Command, { commands, flags }: Messages): void {
  program
    .command('images')
    .description(commands.images)
    .addOption(new Option('--scope <scope>', flags.scope).choices(['mine', 'shared']))
    .option('-q, --quiet', flags.quiet)
    .action(action(listImages))
}

interface Options {
  readonly scope?: 'mine' | 'shared'
  readonly quiet?: boolean
}

async function listImages(context: Context, { scope, quiet }: Options): Promise<void> {
  const { columns, said } = context.messages
  const { client } = await context.server()
  const images = await client.listImages({ query: scope === undefined ? {} : { scope } })
  if (quiet === true && !context.json) {
    for (const image of images) context.print(shortName(image, images))
    return
  }
  if (images.length === 0 && !context.json) {
    context.tell(said.none)
    return
  }
  const anyGoing = images.some(({ going }) => going !== null)
  const row = (image: Image) => [
    image.name,
    image.owner,
    bytes(image.size),
    image.description,
    time(image.createdAt, context.language),
    ...(anyGoing ? [time(image.going?.at, context.language)] : []),
  ]
  context.data(images, () =>
    context.table(
      [
        columns.image,
        columns.owner,
        columns.size,
        columns.description,
        columns.created,
        ...(anyGoing ? [columns.going] : []),
      ],
      images.map(row),
    ),
  )
}

/** What other commands take for it: its name, unless another image of the list comes first by that. */
const shortName = (image: Image, among: readonly Image[]): string =>
  findListed(among, image.name) === image ? image.name : image.reference
