import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionError } from '@berth/client'
import {
  BerthError,
  fill,
  type SingularityCompression,
  type SingularityEvent,
  type SingularityFile,
} from '@berth/contract'
import { action } from '../action.ts'
import type { ConsoleClient, Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { findListed } from './find-image.ts'
import type { Messages } from '../messages/index.ts'
import { bytes } from '../output/amounts.ts'
import { StatusLine } from '../output/status-line.ts'
import { downloadSingularity } from './download-singularity.ts'

interface Options {
  readonly singularity: true
  readonly output?: string
  readonly gzip?: true
}

const attempts = 30
const retryAfter = 1_000

export function addPullImage(program: Command, { commands, arguments: args, flags }: Messages): void {
  program
    .command('pull')
    .description(commands.pull)
    .argument('<image>', args.anyImage)
    .requiredOption('--singularity', flags.singularity)
    .option('-o, --output <file>', flags.output)
    .option('--gzip', flags.gzip)
    .action(action(pullImage))
}

/** Has the image's SIF file made and downloads it; what is there already of a download that broke off is not fetched again. */
async function pullImage(context: Context, { output, gzip }: Options, name: string): Promise<void> {
  const { client } = await context.server()
  const { said, progress } = context.messages
  if (output !== undefined) await refuseExisting(resolve(output))
  const image = await referenceOf(client, name)
  const compression = gzip === true ? 'gzip' : 'zstd'
  const status = new StatusLine(process.stderr)
  const show = (text: string): void => {
    if (!context.json) status.show(text)
  }
  for (;;) {
    const file = await made(client, image, compression, (event) => show(makingText(event, context.messages)))
    const target = resolve(output ?? file.name)
    await refuseExisting(target)
    const fetched = await downloadSingularity(client, { image, compression, file, target }, (done) =>
      show(fill(progress.downloading, { current: bytes(done), total: bytes(file.size) })),
    )
    // It had to make room for others between its making and now.
    if (!fetched) continue
    status.clear()
    context.data({ path: target, size: file.size, sha256: file.sha256 }, ({ path }) => path)
    if (!context.json) context.tell(said.pulled, { file: basename(target), sha256: file.sha256 })
    return
  }
}

/** Follows the making to its end; a connection that is lost is made again. */
async function made(
  client: ConsoleClient,
  image: string,
  compression: SingularityCompression,
  tell: (event: SingularityEvent) => void,
): Promise<SingularityFile> {
  for (let failures = 0; ; failures += 1) {
    try {
      for await (const event of await client.exportReferenceSingularity({ body: { image, compression } })) {
        if (event.type === 'done') return event.file
        if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
        tell(event)
        failures = 0
      }
    } catch (error) {
      if (!(error instanceof ConnectionError) || failures >= attempts) throw error
    }
    await delay(retryAfter)
  }
}

function makingText(event: SingularityEvent, { progress }: Messages): string {
  if (event.type === 'queued')
    return event.position === 0 ? progress.waiting : fill(progress.place, { place: event.position })
  if (event.type !== 'progress' && event.type !== 'pulling') return ''
  if (event.type === 'pulling') return fill(progress.pullingBytes, amountsOf(event))
  return fill(progress.converting, amountsOf(event))
}

const amountsOf = ({ current, total }: { current: number; total: number }) => ({
  current: bytes(current),
  total: bytes(total),
})

/** Of an image in the list, by its name or ID; anything else is the console's to judge, as for a container. */
async function referenceOf(client: ConsoleClient, typed: string): Promise<string> {
  return findListed(await client.listImages({ query: {} }), typed)?.reference ?? typed
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  if (exists) throw new CliError('exists', { path })
}
