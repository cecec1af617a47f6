import { BerthError, type ExecResult } from '@berth/contract'
import { environmentOf } from './main-process.ts'
import { canRun, run } from './shell/run.ts'
import type { World } from './world.ts'

/** As on Docker, bytes of both streams together. */
const maxOutput = 8 * 1024 * 1024

export async function execContainer(
  world: World,
  id: string,
  command: string[],
  stdin: string | undefined,
  signal: AbortSignal,
): Promise<ExecResult> {
  world.enter('execContainer')
  const container = world.running(id)
  const [program = ''] = command
  if (!canRun(program, world.images.get(container.spec.image)?.hasShell ?? false)) {
    throw new BerthError('command-not-found', { command: program })
  }
  const output = collector()
  const exitCode = await run(command, {
    files: container.files,
    environment: environmentOf(container),
    stdin: inputOf(stdin),
    signal: AbortSignal.any([signal, container.processes.signal]),
    size: () => ({ columns: 80, rows: 24 }),
    out: output.to('stdout'),
    err: output.to('stderr'),
  })
  return { exitCode, stdout: output.text('stdout'), stderr: output.text('stderr') }
}

async function* inputOf(stdin = ''): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(stdin))
}

function collector() {
  const chunks: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] }
  let total = 0
  return {
    to: (stream: 'stdout' | 'stderr') => (bytes: Uint8Array) => {
      total += bytes.length
      if (total > maxOutput) throw new BerthError('output-too-large', { max: maxOutput })
      chunks[stream].push(bytes)
    },
    text: (stream: 'stdout' | 'stderr') => Buffer.concat(chunks[stream]).toString(),
  }
}
