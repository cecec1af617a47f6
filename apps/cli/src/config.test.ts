import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { configFile, deleteConfig, readConfig, writeConfig } from './config.ts'
import { checkUrl, whichServer } from './context.ts'

const config = { url: 'https://berth.example', account: 'taro', token: 'secret' }

test('a login is kept for its owner alone, and forgotten', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = configFile({ XDG_CONFIG_HOME: folder })
  expect(file).toBe(join(folder, 'berth/config.json'))
  expect(await readConfig(file)).toBeUndefined()
  await writeConfig(file, config)
  await writeConfig(file, { ...config, tokenId: 'id' })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readConfig(file)).toEqual({ ...config, tokenId: 'id' })
  await writeFile(file, '{"url":1}')
  await expect(readConfig(file)).rejects.toMatchObject({ reason: 'badConfig' })
  await deleteConfig(file)
  expect(await readConfig(file)).toBeUndefined()
})

test('a token goes to the server that it is for, and no other', () => {
  expect(whichServer({}, {}, config)).toEqual({ url: config.url, token: 'secret' })
  expect(whichServer({ url: 'https://BERTH.example/' }, {}, config).token).toBe('secret')
  expect(() => whichServer({ url: 'https://evil.example' }, {}, config)).toThrow(
    expect.objectContaining({ reason: 'notLoggedIn', exitCode: 3 }),
  )
  expect(() => whichServer({}, { BERTH_URL: 'http://berth.example' }, config)).toThrow()
  expect(whichServer({ url: 'https://b' }, { BERTH_URL: 'https://a', BERTH_TOKEN: 't' }, config)).toEqual({
    url: 'https://b',
    token: 't',
  })
})

test('an address is http, https or a socket', () => {
  expect(checkUrl('https://a.example:8443/x?y')).toBe('https://a.example:8443')
  expect(checkUrl('unix:/run/berth.sock')).toBe('unix:/run/berth.sock')
  for (const wrong of ['', 'a.example', 'ftp://a', 'javascript:x', 'unix:x'])
    expect(() => checkUrl(wrong)).toThrow()
})
