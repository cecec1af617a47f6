export { createDockerBackend, type DockerBackendOptions } from './docker-backend.ts'
export { defaultSettings, type DockerSettings, type Log, type PortRange } from './settings.ts'
