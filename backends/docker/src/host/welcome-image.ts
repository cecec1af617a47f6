import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasImage, importImage } from './import-image.ts'
import { findProgram } from './install-engine.ts'
import { busyboxFiles } from './welcome/busybox-files.ts'
import { debianFiles } from './welcome/debian-files.ts'

export interface WelcomeImageOptions {
  readonly socketPath: string
  /** The full reference that the image gets. */
  readonly reference: string
  readonly log: (line: string) => void
}

const source = join(import.meta.dirname, 'welcome')
const rootfs = join(source, 'rootfs')

/**
 * Makes the welcome image, if the daemon has none of this name, of programs that the host has: nothing is
 * downloaded. Answers whether the image is there; false where the host has neither dpkg nor busybox.
 */
export async function ensureWelcomeImage(options: WelcomeImageOptions): Promise<boolean> {
  const { socketPath, reference, log } = options
  if (await hasImage(socketPath, reference)) return true
  const made = (await debianWelcome()) ?? (await busyboxWelcome())
  if (made === undefined) {
    log('welcome イメージを作る材料がありません / No welcome image: the machine has neither dpkg nor busybox')
    return false
  }
  log('welcome イメージを作ります / Making the image “welcome”')
  await importImage(socketPath, reference, made.files, {
    command: made.command,
    environment: { LANG: 'C.UTF-8', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    ports: [8080],
    workingFolder: '/root',
    labels: { 'org.opencontainers.image.title': 'welcome' },
  })
  return true
}

interface Made {
  readonly files: AsyncIterable<unknown>
  readonly command: readonly string[]
}

async function debianWelcome(): Promise<Made | undefined> {
  const paths = await debianFiles()
  return paths && { files: tarOfHost(paths), command: ['/usr/local/bin/welcome'] }
}

async function busyboxWelcome(): Promise<Made | undefined> {
  const busybox = findProgram('busybox')
  if (busybox === undefined) return undefined
  const files = await busyboxFiles(busybox, {
    'bin/welcome': await readFile(join(source, 'busybox-main.sh')),
    'usr/local/share/page.html': await readFile(join(rootfs, 'usr/local/share/welcome/page.html')),
  })
  return { files, command: ['/bin/sh', '/bin/welcome'] }
}

/**
 * The image's own files and the host's, as tar, none twice. Set-user-ID bits are dropped: in there everybody is root
 * anyway.
 */
async function* tarOfHost(paths: readonly string[]): AsyncGenerator<Buffer> {
  const own = new Set(await readdir(rootfs, { recursive: true }))
  const lists = ['--no-recursion', '-C', rootfs, ...own, '-C', '/', '--null', '-T', '-']
  const tar = spawn(
    'tar',
    ['-c', '--owner=0', '--group=0', '--mode=u-s,g-s,a+rX', '--ignore-failed-read', ...lists],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  const ended = once(tar, 'close')
  tar.stdin.end(paths.filter((path) => !own.has(path)).join('\0'))
  for await (const chunk of tar.stdout) yield chunk as Buffer
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`tar ended with ${String(code)}`)
}
