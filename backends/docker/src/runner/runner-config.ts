import type { RunnerSpec } from '@berth/contract'

/** Where GitLab Runner's image has its configuration. https://docs.gitlab.com/runner/configuration/advanced-configuration/ */
export const configPath = 'etc/gitlab-runner/config.toml'

/** The folder of the build endpoint inside the runner's container. */
export const endpointFolder = '/run/berth'

/**
 * The runner's `config.toml`: one job at a time, in a shell of the runner's own container, where the docker command
 * line finds the account's build endpoint and nothing else of Docker. Seconds.
 */
export const runnerConfig = ({ gitlabUrl, token }: Pick<RunnerSpec, 'gitlabUrl' | 'token'>): string =>
  `concurrent = 1
check_interval = 3
shutdown_timeout = 5

[[runners]]
  name = "Berth"
  url = ${tomlString(gitlabUrl)}
  token = ${tomlString(token)}
  executor = "shell"
  shell = "bash"
  builds_dir = "/builds"
  cache_dir = "/cache"
  environment = ["DOCKER_HOST=unix://${endpointFolder}/docker.sock", "DOCKER_BUILDKIT=0"]
`

/** A basic string of TOML is one of JSON, but for DEL. https://toml.io/en/v1.0.0#string */
const tomlString = (text: string): string => JSON.stringify(text).replaceAll('\u007f', String.raw`\u007f`)
