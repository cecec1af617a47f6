export {
  ensureDockerDaemon,
  stopLeftDaemon,
  type DockerDaemon,
  type EnsureDockerOptions,
} from './start-daemon.ts'
export { HostError, type HostErrorCode } from './host-error.ts'
export { hasImage, importImage, type ImageSettings } from './import-image.ts'
export { findProgram } from './install-engine.ts'
export { busyboxFiles } from './welcome/busybox-files.ts'
export { ensureWelcomeImage, type WelcomeImageOptions } from './welcome-image.ts'
export { lastLines, openLog } from './log-file.ts'
export { openToAll } from './open-to-all.ts'
export { processState } from './process-state.ts'
export { forgetContainerd } from './daemon-process.ts'
export { alone } from './start-lock.ts'
