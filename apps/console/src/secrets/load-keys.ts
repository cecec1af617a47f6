import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { SettingsError } from '../settings/read-settings.ts'

/**
 * The keys that seal secrets: of BERTH_KEY (base64 of 32 bytes each, the first one seals, the others open what
 * was sealed before), else of the file `key` in the data folder (0600), made at the first start.
 */
export function loadKeys(setting: string | null, data: string): [Buffer, ...Buffer[]] {
  const text = setting ?? keyFile(data)
  const [first, ...others] = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => Buffer.from(word, 'base64'))
  if (first === undefined || [first, ...others].some((key) => key.length !== 32)) {
    const where = setting === null ? join(data, 'key') : 'BERTH_KEY'
    throw new SettingsError([
      `${where}: write 32 random bytes in base64, as \`openssl rand -base64 32\` makes them`,
    ])
  }
  return [first, ...others]
}

function keyFile(data: string): string {
  const path = join(data, 'key')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const draft = join(data, `key.${process.pid}.tmp`)
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, `${randomBytes(32).toString('base64')}\n`)
    fsyncSync(file)
    // link fails if the file is there: of several first starts at once one key stays, and it is never half-written.
    linkSync(draft, path)
    chmodSync(path, 0o600)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    closeSync(file)
    rmSync(draft)
  }
  return readFileSync(path, 'utf8')
}
