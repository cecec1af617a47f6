import { expect, it } from 'vitest'
import { fieldOf, initialValues, toBody, validateValues } from './create-container.ts'
import type { FormContext } from './section.ts'

const limits = { memory: 2 ** 30, cpus: 1, pids: 512, gpus: 0 }
const unbounded = { running: null, memory: null, cpus: null }
const context: FormContext = {
  session: {
    account: 'taro',
    displayName: 'Taro',
    role: 'student',
    source: 'ldap',
    expiresAt: null,
    version: '0',
    warnings: [],
    defaults: {
      limits,
      maximum: { memory: 4 * 2 ** 30, cpus: 4, pids: 1024, gpus: 0 },
      ...unbounded,
      containers: 5,
    },
  },
  images: [],
  backends: [],
  taken: ['welcome'],
  askedImage: 'welcome',
}

it('begins with something that can be sent as it is', () => {
  const values = initialValues(context)
  expect(validateValues(values, context)).toEqual({})
  expect(toBody(values, context)).toEqual({ name: 'welcome-2', image: 'welcome', guestPorts: '8080' })
})
it('asks for what was changed alone', () => {
  const values = {
    ...initialValues(context),
    memory: 2 ** 31,
    environments: 'A=1',
    backend: 'blade1',
    command: 'sh',
  }
  expect(toBody(values, context)).toMatchObject({
    limits: { memory: 2 ** 31 },
    environments: 'A=1',
    backend: 'blade1',
    command: 'sh',
  })
})
it('says what is wrong at each field', () => {
  const values = {
    ...initialValues(context),
    name: 'A',
    image: ' ',
    environments: 'x',
    guestPorts: '0',
    memory: '',
    cpus: 99,
  }
  expect(Object.keys(validateValues(values, context)).sort()).toEqual([
    'cpus',
    'environments',
    'guestPorts',
    'image',
    'memory',
    'name',
  ])
})
it('finds the field that the console speaks of', () => {
  expect(fieldOf('limits.memory')).toBe('memory')
  expect(fieldOf('environments[3]')).toBe('environments')
  expect(fieldOf('__proto__')).toBeUndefined()
})
