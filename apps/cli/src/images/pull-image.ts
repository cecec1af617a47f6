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
import { CliError, exitCodes } from '../errors.ts'
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
/** How often a file is made that was gone before it had been downloaded: its image was built anew, or room was short. */
const rounds = 5

export function addPullImage(program: Command, { commands, arguments: args, flags, help }: Messages): void {
  program
    .command('pull')
    .description(commands.pull)
    .argument('<image>', args.anyImage)
    .requiredOption('--singularity', flags.singularity)
    .option('-o, --output <file>', flags.output)
    .option('--gzip', flags.gzip)
    .addHelpText('after', help.exitCodes)
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
  for (let round = 0; round < rounds; round += 1) {
    const file = await untilCancelled(client, { image, compression }, (signal) =>
      made(client, { image, compression }, signal, (event) => show(makingText(event, context.messages))),
    )
    const target = resolve(output ?? file.name)
    await refuseExisting(target)
    const fetched = await downloadSingularity(client, { image, compression, file, target }, (done) =>
      show(fill(progress.downloading, { current: bytes(done), total: bytes(file.size) })),
    )
    if (!fetched) continue
    status.clear()
    context.data({ path: target, size: file.size, sha256: file.sha256 }, ({ path }) => path)
    if (!context.json) context.tell(said.pulled, { file: basename(target), sha256: file.sha256 })
    return
  }
  throw new CliError('goneAgain', { name })
}

interface Wanted {
  readonly image: string
  readonly compression: SingularityCompression
}

/** Ctrl-C gives up what is being made; a connection that is lost, or a process that is killed, leaves it going. */
async function untilCancelled<T>(
  client: ConsoleClient,
  wanted: Wanted,
  make: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt)
  try {
    return await make(stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    await client.cancelReferenceSingularity({ query: wanted })
    throw new CliError('interrupted', {}, exitCodes.interrupted)
  } finally {
    process.off('SIGINT', interrupt)
  }
}

/** Follows the making to its end; a connection that is lost is made again. */
async function made(
  client: ConsoleClient,
  body: Wanted,
  signal: AbortSignal,
  tell: (event: SingularityEvent) => void,
): Promise<SingularityFile> {
  for (let failures = 0; ; failures += 1) {
    try {
      for await (const event of await client.exportReferenceSingularity({ body, signal })) {
        if (event.type === 'done') return event.file
        if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
        tell(event)
        failures = 0
      }
    } catch (error) {
      if (!(error instanceof ConnectionError) || signal.aborted || failures >= attempts) throw error
    }
    await delay(retryAfter, undefined, { signal })
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
