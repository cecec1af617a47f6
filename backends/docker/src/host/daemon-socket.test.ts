import { expect, test } from 'vitest'
import { socketOfDockerHost } from './daemon-socket.ts'

test.each([
  ['unix:///run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
  ['unix://relative.sock', undefined],
  ['tcp://10.0.0.1:2376', undefined],
  ['', undefined],
  [undefined, undefined],
])('DOCKER_HOST=%s is the socket %s', (dockerHost, path) => {
  expect(socketOfDockerHost(dockerHost)).toBe(path)
})
