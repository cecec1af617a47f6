import { PassThrough } from 'node:stream'
import { BerthError } from '@berth/contract'
import type { TerminalOptions, TerminalStream } from '@berth/backend'
import { attempt } from './attempt.ts'
import { environmentOf } from './main-process.ts'
import { run } from './shell/run.ts'
import type { FakeContainer, World } from './world.ts'

export function terminalContainer(
  world: World,
  id: string,
  options: TerminalOptions,
): Promise<TerminalStream> {
  return attempt(() => {
    world.enter('terminalContainer')
    const container = world.running(id)
    if (options.attach) return attach(container)
    if (!world.images.get(container.spec.image)?.hasShell) throw new BerthError('no-shell')
    return shell(container, options)
  })
}

/** A shell behind a terminal: it echoes what is typed and begins lines anew. */
function shell(container: FakeContainer, options: TerminalOptions): TerminalStream {
  const output = new PassThrough()
  const stdin = new PassThrough()
  const closing = new AbortController()
  let size = { columns: options.columns, rows: options.rows }
  const show = (bytes: Uint8Array): void => {
    if (output.writable)
      output.write(Buffer.from(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  }
  const signal = AbortSignal.any([closing.signal, container.processes.signal])
  signal.addEventListener('abort', () => stdin.end(), { once: true })
  const ended = run(['sh'], {
    files: container.files,
    environment: environmentOf(container),
    stdin,
    signal,
    size: () => size,
    out: show,
    err: show,
  })
  const done = ended
    .catch(() => 137)
    .then((exitCode) => {
      output.end()
      return exitCode
    })
  return {
    output,
    done,
    write(bytes) {
      if (!stdin.writable) return
      show(bytes)
      stdin.write(Buffer.from(bytes))
    },
    resize(columns, rows) {
      size = { columns, rows }
      return Promise.resolve()
    },
    close: () => closing.abort(),
  }
}

function attach(container: FakeContainer): TerminalStream {
  const output = new PassThrough()
  const onBytes = (bytes: Buffer): void => void output.write(bytes)
  const { promise: done, resolve } = Promise.withResolvers<null>()
  const close = (): void => {
    container.output.off('bytes', onBytes)
    output.end()
    resolve(null)
  }
  container.output.on('bytes', onBytes)
  container.output.once('end', close)
  return {
    output,
    done,
    write: (bytes) => void container.main?.stdin.write(Buffer.from(bytes)),
    resize: () => Promise.resolve(),
    close,
  }
}
