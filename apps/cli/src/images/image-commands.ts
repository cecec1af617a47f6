import type { Command } from 'commander'
import { action } from '../action.ts'
import type { Messages } from '../messages/index.ts'
import { buildImage } from './build-image.ts'
import { deleteImage } from './delete-image.ts'
import { getImage } from './get-image.ts'
import { describeImage, shareImage, unshareImage } from './update-image.ts'

const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value]

export function addBuildImage(
  program: Command,
  { commands, arguments: args, flags, options }: Messages,
): void {
  program
    .command('build')
    .description(commands.build)
    .argument('[folder]', args.context)
    .requiredOption('-t, --tag <name>', flags.tag)
    .option('-f, --file <dockerfile>', flags.dockerfile)
    .option('--build-arg <name=text>', flags.buildArg, collect)
    .option('--target <stage>', flags.target)
    .option('--no-cache', flags.noCache)
    .option('--pull', flags.pullBase)
    .option('--backend <name>', flags.buildBackend)
    .option('--git <url>', flags.git)
    .option('--ref <ref>', flags.ref)
    .option('--git-token-stdin', flags.gitTokenStdin)
    .option('-d, --detach', options.detach)
    .action(action(buildImage))
}

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
