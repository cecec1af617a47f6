import { setTimeout as wait } from 'node:timers/promises'
import type { FileTree } from '../files/file-tree.ts'

/** What a process of the fake has around it. */
export interface Process {
  readonly files: FileTree
  readonly environment: ReadonlyMap<string, string>
  readonly stdin: AsyncIterable<Buffer>
  readonly signal: AbortSignal
  readonly size: () => { columns: number; rows: number }
  readonly out: (bytes: Uint8Array) => void
  readonly err: (bytes: Uint8Array) => void
}

type Command = (args: readonly string[], process: Process) => Promise<number> | number

const print = (process: Process, text: string): number => {
  process.out(Buffer.from(text))
  return 0
}

/** The programs that every image with a shell has beside it, as far as they are used; each gives its exit code. */
export const commands: Readonly<Record<string, Command>> = {
  echo: (args, process) => print(process, `${args.join(' ')}\n`),
  printf: ([text = ''], process) => {
    const octal = text.replaceAll(/\\(\d{3})/g, (_, digits: string) =>
      String.fromCharCode(parseInt(digits, 8)),
    )
    process.out(Buffer.from(octal, 'latin1'))
    return 0
  },
  async cat([path], process) {
    if (path !== undefined) process.out(process.files.read(path))
    else for await (const bytes of process.stdin) process.out(bytes)
    return 0
  },
  head([, count], process) {
    process.out(Buffer.alloc(Number(count)))
    return 0
  },
  async sleep([seconds], process) {
    await wait(Number(seconds) * 1_000, undefined, { signal: process.signal })
    return 0
  },
  stty(_args, process) {
    const { columns, rows } = process.size()
    return print(process, `${rows} ${columns}\n`)
  },
  ln([, target = '', path = ''], process) {
    process.files.link(path, target)
    return 0
  },
  mkdir([, path = ''], process) {
    process.files.makeDirectory(path)
    return 0
  },
}
