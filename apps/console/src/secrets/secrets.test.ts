import { randomBytes } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadKeys } from './load-keys.ts'
import { createSecrets } from './secrets.ts'

const [one, two] = [randomBytes(32), randomBytes(32)]

describe('secrets', () => {
  it('open to what was sealed, and differ each time', () => {
    const secrets = createSecrets([one])
    const [a, b] = [secrets.seal('päss', 'x'), secrets.seal('päss', 'x')]
    expect(secrets.open(a, 'x')).toBe('päss')
    expect(a.equals(b)).toBe(false)
    expect(a.includes('päss')).toBe(false)
  })
  it('do not open for another purpose, another key, or when changed anywhere', () => {
    const secrets = createSecrets([one])
    const sealed = secrets.seal('secret', 'x')
    expect(() => secrets.open(sealed, 'y')).toThrow()
    expect(() => createSecrets([two]).open(sealed, 'x')).toThrow('another key')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => secrets.open(changed, 'x')).toThrow()
    }
    expect(() => secrets.open(sealed.subarray(0, 20), 'x')).toThrow()
  })
  it('outlive the change of the key', () => {
    const sealed = createSecrets([one]).seal('secret', 'x')
    expect(createSecrets([two, one]).open(sealed, 'x')).toBe('secret')
  })
})

describe('loadKeys', () => {
  it('makes a key once, for its owner alone', () => {
    const data = join(mkdtempSync(join(tmpdir(), 'berth-key-')), 'data')
    const [key] = loadKeys(null, data)
    expect(key.length).toBe(32)
    expect(loadKeys(null, data)[0].equals(key)).toBe(true)
    expect(statSync(join(data, 'key')).mode & 0o777).toBe(0o600)
  })
  it('takes several of the setting, and refuses what is no key', () => {
    const setting = `${two.toString('base64')},${one.toString('base64')}`
    expect(loadKeys(setting, '/nowhere').map((key) => key.equals(one))).toEqual([false, true])
    expect(() => loadKeys('short', '/nowhere')).toThrow('BERTH_KEY')
  })
})
