import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings, SettingsError, type Environment } from './read-settings.ts'

const faultsOf = (environment: Environment): readonly string[] => {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof SettingsError) return error.faults
    throw error
  }
  return []
}
const ldap = { BERTH_LDAP_URL: 'ldap://one ldap://two', BERTH_LDAP_BASE: 'dc=example' }

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({})).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      limits: { defaults: { memory: 1_073_741_824, cpus: 1, pids: 512, gpus: 0 } },
      quota: { containers: 100, running: 20, memory: 32 * 2 ** 30, cpus: 32 },
      databaseUrl: null,
      ldap: null,
      backends: [],
    })
  })
  it('reads the registry of the installation, and wants a login for it', () => {
    const login = { BERTH_REGISTRY_USER: 'berth', BERTH_REGISTRY_PASSWORD: 'a secret' }
    const at = (url: string) => ({ ...login, BERTH_REGISTRY_URL: url })
    expect(readSettings({}).registry).toBeNull()
    expect(readSettings(at('https://registry.example:5050/lent/')).registry).toEqual({
      folder: 'registry.example:5050/lent',
      user: 'berth',
      password: 'a secret',
    })
    expect(faultsOf({ BERTH_REGISTRY_URL: 'https://registry.example/lent' })).toHaveLength(1)
    expect(faultsOf(login)).toHaveLength(1)
    for (const url of [
      'https://u:p@registry.example/lent',
      'https://registry.example/Lent',
      'https://registry.example',
    ])
      expect(faultsOf(at(url)), url).toHaveLength(1)
  })
  it('is frozen all through', () => {
    const settings = readSettings({ ...ldap })
    expect(() => Object.assign(settings.listen, { port: 1 })).toThrow()
    expect(() => Object.assign(settings.ldap?.urls ?? [], { 0: 'x' })).toThrow()
  })
  it('tells every fault at once, with what to do, and no value', () => {
    const faults = faultsOf({
      BERTH_LISTEN: 'here',
      BERTH_LIMITS_MEMORY: 'lots',
      BERTH_LIMITS_CPUS: '64',
      BERTH_ADMIN_PASSWORD: 'hunter2',
      BERTH_LISTN: 'x',
      BERTH_BACKENDS_BLADE1_URL: 'blade1',
      BERTH_TLS_CERT: '/nowhere.pem',
    })
    const names = faults.map((fault) => fault.split(':')[0])
    expect(names).toEqual(
      expect.arrayContaining([
        'BERTH_LISTEN',
        'BERTH_LIMITS_MEMORY',
        'BERTH_ADMIN_PASSWORD',
        'BERTH_LISTN',
        'BERTH_BACKENDS_BLADE1_URL',
        'BERTH_BACKENDS_BLADE1_TOKEN',
      ]),
    )
    expect(faults.join()).not.toContain('hunter2')
    expect(faults.find((fault) => fault.startsWith('BERTH_LISTN:'))).toContain('did you mean BERTH_LISTEN?')
  })
  it('reads a file, over which the environment goes', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'berth-settings-')), 'berth.conf')
    writeFileSync(
      file,
      '# a comment\nBERTH_LISTEN = "0.0.0.0:80"\nBERTH_SESSION_HOURS=8\n\nexport BERTH_ADDRESS=a.example\n',
    )
    const settings = readSettings({ BERTH_CONFIG: file, BERTH_SESSION_HOURS: '4' })
    expect(settings).toMatchObject({
      listen: { host: '0.0.0.0', port: 80 },
      sessionHours: 4,
      address: 'a.example',
    })
  })
  it('tells a file that is not there, and a line that is none', () => {
    expect(faultsOf({ BERTH_CONFIG: '/nowhere' })[0]).toContain('BERTH_CONFIG')
    const file = join(mkdtempSync(join(tmpdir(), 'berth-settings-')), 'berth.conf')
    writeFileSync(file, 'BERTH_LISTEN\n')
    expect(faultsOf({ BERTH_CONFIG: file })).toEqual(['BERTH_CONFIG, line 1: write NAME=value'])
  })
  it('lets passwords travel in clear only if told so', () => {
    expect(readSettings(ldap).ldap).toMatchObject({ startTls: true, urls: ['ldap://one', 'ldap://two'] })
    expect(faultsOf({ ...ldap, BERTH_LDAP_STARTTLS: 'false' })[0]).toContain('BERTH_LDAP_INSECURE')
    expect(readSettings({ ...ldap, BERTH_LDAP_INSECURE: 'true' }).ldap).toMatchObject({ startTls: false })
  })
  it('takes backends by name', () => {
    const settings = readSettings({
      BERTH_BACKENDS_BLADE_1_URL: 'https://blade1:8443',
      BERTH_BACKENDS_BLADE_1_TOKEN: 'sixteen characters',
      BERTH_BACKENDS_BLADE_1_ALLOW_UNHARDENED: 'yes',
    })
    expect(settings.backends).toMatchObject([
      { name: 'blade-1', url: 'https://blade1:8443', allowUnhardened: true },
    ])
  })
  it.each([
    ['512m', 536_870_912],
    ['1GiB', 1_073_741_824],
    ['1.5g', 1_610_612_736],
    ['1048576', 1_048_576],
  ])('%s are %i bytes', (text, bytes) => {
    expect(readSettings({ BERTH_LIMITS_MEMORY: text }).limits.defaults.memory).toBe(bytes)
  })
  it('refuses a default above its maximum', () => {
    expect(faultsOf({ BERTH_LIMITS_MEMORY: '64g' })[0]).toContain('BERTH_LIMITS_MAX_MEMORY')
  })
})
