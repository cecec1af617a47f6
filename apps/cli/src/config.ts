import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CliError } from './errors.ts'

/** What `berth login` leaves behind. `tokenId` only where login made the token, so that logout revokes no other. */
export interface Config {
  readonly url: string
  readonly account: string
  readonly token: string
  readonly tokenId?: string
}

/** `$XDG_CONFIG_HOME/berth/config.json`, by default below `~/.config` (XDG Base Directory Specification). */
export function configFile(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CONFIG_HOME']
  const folder = base !== undefined && base.startsWith('/') ? base : join(homedir(), '.config')
  return join(folder, 'berth', 'config.json')
}

/** Undefined where nobody logged in. Throws CliError for a file that is damaged. */
export async function readConfig(file: string): Promise<Config | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const config = parse(text)
  if (config === undefined) throw new CliError('badConfig', { file })
  return config
}

function parse(text: string): Config | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Config, unknown>> | null
    const { url, account, token, tokenId } = value ?? {}
    if (typeof url !== 'string' || typeof account !== 'string' || typeof token !== 'string') return undefined
    return { url, account, token, ...(typeof tokenId === 'string' ? { tokenId } : {}) }
  } catch {
    return undefined
  }
}

export async function writeConfig(file: string, config: Config): Promise<void> {
  await writeSecret(file, `${JSON.stringify(config, null, 2)}\n`)
}

/** Writes a file that is readable by its owner alone at every moment, whole or not at all. */
export async function writeSecret(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, text, { mode: 0o600, flag: 'wx' })
  await rename(temporary, file)
}

export const deleteConfig = (file: string): Promise<void> => rm(file, { force: true })
