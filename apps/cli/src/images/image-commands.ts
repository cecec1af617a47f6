import type { Command } from 'commander'
import { action } from '../action.ts'
import type { Messages } from '../messages/index.ts'
import { deleteImage } from './delete-image.ts'
import { getImage } from './get-image.ts'
import { describeImage, shareImage, unshareImage } from './update-image.ts'

export function addImageCommands(program: Command, { commands, arguments: args, flags }: Messages): void {
  const image = program.command('image').description(commands.image)
  image
    .command('show')
    .description(commands.imageShow)
    .argument('<image>', args.ownImage)
    .action(action(getImage))
  image
    .command('describe')
    .description(commands.imageDescribe)
    .argument('<image>', args.ownImage)
    .argument('[description]', args.description)
    .option('--stdin', flags.descriptionStdin)
    .action(action(describeImage))
  image
    .command('share')
    .description(commands.imageShare)
    .argument('<image...>', args.ownImage)
    .option('--recommend', flags.recommend)
    .action(action(shareImage))
  image
    .command('unshare')
    .description(commands.imageUnshare)
    .argument('<image...>', args.ownImage)
    .action(action(unshareImage))
  image
    .command('delete')
    .alias('rm')
    .description(commands.imageDelete)
    .argument('<image...>', args.ownImage)
    .action(action(deleteImage))
}
