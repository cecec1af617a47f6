import type Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../../../test/src/fixtures/child.ts'
import { useDocker } from '../../../../test/src/fixtures/docker.ts'
import { execIn } from '../../../../test/src/fixtures/exec-in.ts'
import { ensureWelcomeImage } from './welcome-image.ts'

const reference = `berth-test/welcome-${String(process.pid)}:1`
const said: string[] = []
let docker: Docker
let container: Docker.Container
let url: string

beforeAll(async () => {
  const machine = await useDocker()
  docker = machine.docker
  const options = { socketPath: machine.socketPath, reference, log: (line: string) => void said.push(line) }
  expect(await ensureWelcomeImage(options)).toBe(true)
  expect(await ensureWelcomeImage(options)).toBe(true)
  container = await docker.createContainer({
    Image: reference,
    Env: ['GREETING=おはよう <script>alert("&")</script>'],
    ExposedPorts: { '8080/tcp': {} },
    HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }, PidsLimit: 64 },
  })
  await container.start()
  const { NetworkSettings } = await container.inspect()
  url = `http://127.0.0.1:${NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort ?? ''}/`
  await until(
    () => 'the page answers',
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
  )
})
afterAll(async () => {
  await container.remove({ force: true })
  await docker.getImage(reference).remove({ force: true })
})

test('it is made once', () => {
  expect(said).toHaveLength(1)
})

test('its page shows the greeting and the host name, escaped', async () => {
  const page = await (await fetch(url)).text()
  expect(page).toContain('<h1>おはよう &lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;</h1>')
  expect(page).toContain((await container.inspect()).Config.Hostname)
})

test('many visitors at once, and one who never finishes, are all served', async () => {
  const { connect } = await import('node:net')
  const { hostname, port } = new URL(url)
  const slow = connect(Number(port), hostname)
  slow.write('GET / HT')
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => fetch(url).then((answer) => answer.status)),
  )
  expect(new Set(answers)).toEqual(new Set([200]))
  slow.destroy()
})

test.each([
  ['GET', 'etc/passwd', 404],
  ['POST', '', 405],
  ['HEAD', '', 200],
])('%s /%s is answered with %i', async (method, path, status) => {
  expect((await fetch(url + path, { method })).status).toBe(status)
})

test('its shell takes Japanese and has the everyday programs', async () => {
  const line =
    'x=日本語; echo ${#x} $LANG; echo りんご | sed s/り/み/; ls / | grep -c tmp; ps -e | grep -c welcome; awk "BEGIN{print 6*7}"'
  expect(await execIn(docker, container.id, ['bash', '-lc', line])).toEqual({
    exitCode: 0,
    output: '3 C.UTF-8\nみんご\n1\n1\n42\n',
  })
})

test('the first process ends when it is asked to', async () => {
  await container.stop({ t: 30 })
  // 137 would be SIGKILL after the patience.
  expect((await container.inspect()).State.ExitCode).toBe(0)
})
