import { expect, it } from 'vitest'
import { runnerConfig } from './runner-config.ts'

it('points the jobs at the build endpoint alone, and quotes what it is given', () => {
  const config = runnerConfig({ gitlabUrl: 'https://gitlab.example/"\n[[x]]\u007f', token: 'glrt-a\\b' })
  expect(config).toContain(String.raw`  url = "https://gitlab.example/\"\n[[x]]\u007f"`)
  expect(config).toContain(String.raw`  token = "glrt-a\\b"`)
  expect(config).toContain('DOCKER_HOST=unix:///run/berth/docker.sock')
  expect(config).not.toContain('/var/run')
  expect(config.match(/^\[\[/gm)).toHaveLength(1)
})
