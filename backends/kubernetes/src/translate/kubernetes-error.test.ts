import { ApiException } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { toBerthError } from './kubernetes-error.ts'

const answer = (status: number, message: string) =>
  new ApiException(status, message, JSON.stringify({ kind: 'Status', message }), {})

const unauthorised =
  'services is forbidden: User "system:serviceaccount:berth:agent" cannot list resource "services" in API group "" at the cluster scope'
const quota =
  'pods "web" is forbidden: exceeded quota: berth, requested: pods=1, used: pods=2, limited: pods=2'
const namespaceGoing =
  'deployments.apps "web" is forbidden: unable to create new content in namespace berth-a because it is being terminated'

test.each([
  [403, unauthorised, 'runtime-unavailable'],
  [403, quota, 'no-room'],
  [403, namespaceGoing, 'runtime-error'],
  [404, 'pods "web" not found', 'not-found'],
  [422, 'Service "web" is invalid: provided port is already allocated', 'port-range-full'],
  [429, 'too many requests', 'runtime-unavailable'],
  [503, 'apiserver is shutting down', 'runtime-unavailable'],
  [400, 'a line\nand \u001b[31manother', 'runtime-error'],
])('an answer %i (%s) is %s', (status, message, code) =>
  expect(toBerthError(answer(status, message))).toMatchObject({ code }),
)

test('no answer is the cluster’s absence, unless the caller broke off', () => {
  expect(toBerthError(new TypeError('fetch failed')).code).toBe('runtime-unavailable')
  expect(toBerthError(Object.assign(new Error('aborted'), { name: 'AbortError' })).code).toBe('cancelled')
})
