import { expect, it } from 'vitest'
import { agentRoutes } from '@berth/contract'
import { allowedMethods } from './allowed-methods.ts'

it.each([
  ['/v1/containers', ['GET']],
  ['/v1/containers/x?y=/', ['PUT', 'GET', 'DELETE']],
  ['/v1/containers/x/nothing', []],
  ['/', []],
])('finds the methods of %s', (url, methods) =>
  expect(allowedMethods(Object.values(agentRoutes), url).sort()).toEqual([...methods].sort()),
)
