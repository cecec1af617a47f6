import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { HostError } from './host-error.ts'

/** squashfs-tools make SIF files; git fetches what is built from repositories. */
const packages = ['docker.io', 'iptables', 'apparmor', 'squashfs-tools', 'git']
const machineConfig = '/etc/docker/daemon.json'
const startPolicy = '/usr/sbin/policy-rc.d'

/** The full path of a program on the PATH or where Debian keeps the administrator's. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/**
 * Installs Debian's Docker engine. Under systemd the installation starts it, so user-namespace remapping is
 * configured beforehand; elsewhere nothing is started here (policy-rc.d), for Berth starts it itself.
 */
export async function installEngine(log: (line: string) => void): Promise<void> {
  if (findProgram('apt-get') === undefined) {
    throw new HostError(
      'install-failed',
      'Docker がなく、apt もないため自動で導入できません。Docker Engine を導入してから起動してください。' +
        ' / There is no Docker and no apt to install it with: install Docker Engine, then start again.',
    )
  }
  log(
    `Docker が見つからないので apt で導入します / Docker is not installed: installing ${packages.join(', ')} with apt`,
  )
  if (existsSync('/run/systemd/system')) await hardenMachineConfig()
  const silenced = !existsSync('/run/systemd/system') && (await forbidServiceStarts())
  try {
    await apt(['update', '-q'])
    await apt(['install', '-q', '-y', '--no-install-recommends', ...packages])
  } finally {
    if (silenced) await rm(startPolicy)
  }
}

async function hardenMachineConfig(): Promise<void> {
  if (existsSync(machineConfig)) return
  await mkdir('/etc/docker', { recursive: true })
  await writeFile(machineConfig, `${JSON.stringify({ 'userns-remap': 'default' }, null, 2)}\n`)
}

async function forbidServiceStarts(): Promise<boolean> {
  if (existsSync(startPolicy)) return false
  await writeFile(startPolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return true
}

async function apt(args: string[]): Promise<void> {
  const child = spawn('apt-get', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)))
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  throw new HostError(
    'install-failed',
    `apt-get ${args.join(' ')} が失敗しました / failed (${String(code)}):\n${output}`,
  )
}
