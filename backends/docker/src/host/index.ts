export { ensureDockerDaemon, type DockerDaemon, type EnsureDockerOptions } from './start-daemon.ts'
export { HostError, type HostErrorCode } from './host-error.ts'
export { hasImage, importImage, type ImageSettings } from './import-image.ts'
