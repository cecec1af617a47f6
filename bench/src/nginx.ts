import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '@berth/test/fixtures/child'

const execute = promisify(execFile)

/** nginx as Debian has it, unpacked into the folder and not installed, serving `files`. */
export async function startNginx(
  folder: string,
  files: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  await execute('apt-get', ['download', 'nginx'], { cwd: folder })
  const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.deb'))
  await execute('dpkg', ['-x', join(folder, archive), folder])
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ')
  const settings = `
daemon off; user root; worker_processes auto; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http { ${temporary}
  sendfile on; access_log off; server { listen 127.0.0.1:${String(port)}; root ${files}; } }`
  await writeFile(join(folder, 'nginx.conf'), settings)
  const child = spawn(join(folder, 'usr/sbin/nginx'), ['-c', join(folder, 'nginx.conf'), '-p', folder])
  const url = `http://127.0.0.1:${String(port)}`
  for (let waited = 0; ; waited += 50) {
    if (await fetch(url).then(Boolean, () => false)) break
    if (waited > 10_000) throw new Error('nginx does not answer')
    await delay(50)
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
