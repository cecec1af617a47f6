export type {
  Backend,
  Builds,
  BuildTerms,
  IncomingFile,
  LogsOptions,
  OutgoingFile,
  PullOptions,
  ReadySingularity,
  Runners,
  Singularity,
  SingularityOptions,
  SingularityOrder,
  TerminalOptions,
  TerminalStream,
} from './port.ts'
export { startAgent, type AgentOptions, type Listen, type RunningAgent } from './server/start-agent.ts'
export {
  readProcessSettings,
  type Environment,
  type Fault,
  type ProcessSettings,
} from './server/process-settings.ts'
export { addressesOf, arePublic, publicHosts } from './server/repository/public-addresses.ts'
export { createLogger } from './server/logger.ts'
export { withoutCredentials } from './without-credentials.ts'
