import { expect, test } from 'vitest'
import { daemonConfig } from './daemon-config.ts'

const paths = { socketPath: '/run/d.sock', dataRoot: '/data', execRoot: '/run/d', pidFile: '/d.pid' }

test('the machine keeps its mirrors and its own remapping, but not the places of our daemon', () => {
  const machine = {
    'registry-mirrors': ['https://mirror'],
    'userns-remap': 'me',
    'data-root': '/elsewhere',
    hosts: ['tcp://0.0.0.0:2375'],
    'live-restore': true,
  }
  expect(daemonConfig(machine, paths)).toMatchObject({
    'registry-mirrors': ['https://mirror'],
    'userns-remap': 'me',
    'data-root': '/data',
    hosts: ['unix:///run/d.sock'],
    'live-restore': false,
  })
})

test('user namespaces are remapped unless the machine says how', () => {
  expect(daemonConfig({}, paths)['userns-remap']).toBe('default')
})
