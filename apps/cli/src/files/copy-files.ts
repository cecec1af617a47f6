import type { Command } from 'commander'
import { action } from '../action.ts'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import type { Messages } from '../messages/index.ts'
import { getFiles } from './get-files.ts'
import { parsePlace } from './place.ts'
import { uploadFiles } from './upload-files.ts'

export function addCopyFiles(program: Command, { commands, arguments: args }: Messages): void {
  program
    .command('cp')
    .description(commands.cp)
    .argument('<source>', args.source)
    .argument('<destination>', args.destination)
    .action(action(copyFiles))
}

async function copyFiles(context: Context, _: object, source: string, destination: string): Promise<void> {
  const from = parsePlace(source)
  const to = parsePlace(destination)
  if (from === undefined && to !== undefined) return uploadFiles(context, source, to)
  if (from !== undefined && to === undefined) return getFiles(context, from, destination)
  throw usageError('badCopy')
}
