import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { pack, type Pack } from 'tar-stream'

const run = promisify(execFile)

const folders = ['bin', 'etc', 'home', 'root', 'run', 'tmp', 'usr', 'usr/local', 'usr/local/share', 'www']

/** A whole small system as tar: a static busybox under the name of each of its programs, and further files. */
export async function busyboxFiles(
  busybox: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<Pack> {
  const { stdout } = await run(busybox, ['--list'])
  const tar = pack()
  for (const name of folders) tar.entry({ name, type: 'directory', mode: name === 'tmp' ? 0o1777 : 0o755 })
  tar.entry({ name: 'bin/busybox', mode: 0o755 }, await readFile(busybox))
  for (const applet of stdout.trim().split('\n')) {
    if (applet !== 'busybox')
      tar.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox', mode: 0o777 })
  }
  tar.entry({ name: 'etc/passwd' }, 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/home:/bin/sh\n')
  tar.entry({ name: 'etc/group' }, 'root:x:0:\nnogroup:x:65534:\n')
  for (const [name, content] of Object.entries(files)) tar.entry({ name, mode: 0o644 }, content)
  tar.finalize()
  return tar
}
