import type { Readable } from 'node:stream'
import type {
  AgentEvent,
  AgentImage,
  AgentInfo,
  BuildEndpoint,
  BuildEvent,
  BuildLimits,
  BuildOptions,
  ContainerSpec,
  ExecResult,
  FileList,
  LogLine,
  ObservedContainer,
  ObservedRunner,
  PullEvent,
  PushEvent,
  RegistryLogin,
  RunnerSpec,
  SingularityCompression,
  SingularityEvent,
  SingularityFile,
  Stats,
  TenantCredentials,
  UntaggedImage,
  UploadResult,
} from '@berth/contract'

/**
 * A file to be put into a container, whose bytes are read once, in order. `size` null: unknown until read. Otherwise it
 * is what the sender said: content of another length is `upload-incomplete`.
 */
export interface IncomingFile {
  readonly path: string
  readonly size: number | null
  readonly content: AsyncIterable<Uint8Array>
}

/** Bytes that come out of a container: a file as it is (with its size) or a folder as a tar. */
export interface OutgoingFile {
  readonly name: string
  readonly kind: 'file' | 'tar'
  readonly size: number | null
  readonly content: Readable
}

/** One terminal: bytes in, bytes out. `done` gives the exit code, null where it cannot be told (attach). */
export interface TerminalStream {
  readonly output: Readable
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): Promise<void>
  close(): void
  readonly done: Promise<number | null>
}

export interface LogsOptions {
  readonly follow: boolean
  readonly tail: number
  readonly since?: string | undefined
  readonly signal: AbortSignal
}

export interface TerminalOptions {
  readonly columns: number
  readonly rows: number
  readonly attach: boolean
}

export interface PullOptions {
  /** For an image of Berth's own: its reference by digest in the installation's registry. */
  readonly from?: string | undefined
  readonly login?: RegistryLogin | undefined
  readonly always?: boolean | undefined
}

/** On whose behalf images are built, and within what. */
export interface BuildTerms {
  /** Full references of what may be built upon as it lies on the backend: own, shared and known public images. */
  readonly allowedImages: readonly string[]
  /** Images of Berth's own that may be built upon too, and lie on other backends; `stored`: they can be got. */
  readonly elsewhere?:
    | readonly {
        readonly reference: string
        readonly backends: readonly string[]
        readonly stored: boolean
      }[]
    | undefined
  readonly limits?: BuildLimits | undefined
}

/** Builds of images, each for one account. What is not allowed is `build-refused`. */
export interface Builds {
  /**
   * Opens the account's build endpoint: a Unix socket that speaks the part of the Docker Engine's API that building
   * needs. Done when it listens. A repeat puts new terms in force and leaves running builds alone.
   */
  openBuildEndpoint(account: string, terms: BuildTerms): Promise<BuildEndpoint>
  /** Done when nothing listens and the account's builds have ended. A repeat is done at once. */
  closeBuildEndpoint(account: string): Promise<void>
  /**
   * Builds from a tar (plain or gzip), under the terms of the account's open endpoint (`not-found` without one).
   * Ends with `done` or `failed`. Aborting cancels.
   */
  buildImage(
    account: string,
    options: BuildOptions,
    context: Readable,
    signal: AbortSignal,
  ): AsyncIterable<BuildEvent>
  /** The answer to the event `login-wanted`; nothing happens where no build waits for it. `from` as in `PullOptions`. */
  giveLogin(
    wanted: { readonly account: string; readonly reference: string },
    login: RegistryLogin | null,
    from?: string,
  ): Promise<void>
}

/** GitLab Runners, one an account, whose jobs reach nothing of the runtime but the account's build endpoint. */
export interface Runners {
  /**
   * Done when the account's build endpoint is open on these terms and its runner was started. A repeat puts new terms in
   * force and starts a runner that ended; another `id` replaces it, and ends its job. `image-absent` without its image.
   */
  startRunner(account: string, spec: RunnerSpec): Promise<ObservedRunner>
  /** Done when nothing of the runner is left: its job ends with it. A repeat is done at once. */
  stopRunner(account: string): Promise<void>
  listRunners(): Promise<ObservedRunner[]>
}

/** A SIF file that lies ready. `open` gives its bytes from `start` up to and with `end`, as often as it is called. */
export interface ReadySingularity extends SingularityFile {
  /** Where it lies on the agent's machine. */
  readonly path: string
  open(range: { readonly start: number; readonly end: number }): Promise<Readable>
}

export interface SingularityOptions {
  readonly compression: SingularityCompression
  /** The ID of the image that is meant, where an older one may have the name: that is `image-absent`. */
  readonly content?: string | undefined
}

export interface SingularityOrder extends SingularityOptions {
  /** Whose turn it takes: everybody's first comes before anybody's second. */
  readonly account: string
}

/** Images as Singularity's files. References are full ones; one that the runtime has not is `image-absent`. */
export interface Singularity {
  /**
   * Makes the file, or joins who makes it; one that is kept is `done` at once. Ends with `done` or `failed`. Aborting leaves;
   * when all have left it is cancelled, and nothing stays behind.
   */
  exportSingularity(
    reference: string,
    order: SingularityOrder,
    signal: AbortSignal,
  ): AsyncIterable<SingularityEvent>
  /** The file as it is kept; `not-found` if it was not made, or had to make room. */
  getSingularity(reference: string, options: SingularityOptions): Promise<ReadySingularity>
}

/** Images of this instance's builds that have lost their last name. */
interface Untagged {
  listUntaggedImages(): Promise<UntaggedImage[]>
  /** Done when it is gone. `image-in-use` while a container runs from it; `not-found` for any that has a name, or is not this instance's. */
  removeUntaggedImage(id: string): Promise<void>
}

/**
 * What every kind of backend implements. All failures are `BerthError`s with the contract's codes;
 * `runtime-unavailable` wherever the runtime does not answer. `id` is the console's ID of the container;
 * one that the runtime does not have with this instance's labels is `not-found`.
 */
export interface Backend {
  /** Never fails: a runtime that is down is told as `runtimeReachable: false`. */
  info(): Promise<AgentInfo>

  /** Done when the container's network exists. A repeat changes nothing. */
  ensureTenant(account: string): Promise<void>
  /** Done when nothing of the account is left but its containers' images; with containers left: nothing is done. A repeat is done at once. */
  removeTenant(account: string): Promise<void>

  /**
   * Issues a token with which the account's own tools work in its tenant (which it ensures) for so many seconds,
   * or fewer if the runtime says so. Each call issues a new one; earlier ones stay valid. `capability-missing`
   * without the capability `credentials`.
   */
  tenantCredentials(account: string, options: { readonly seconds: number }): Promise<TenantCredentials>
  /** Done when no token issued to the account is accepted any more. A repeat changes nothing. */
  revokeTenantCredentials(account: string): Promise<void>

  /**
   * Done when the container was started once, in its tenant (which it ensures). A repeat finishes what an earlier call began (created, not
   * started) and leaves a running or exited one alone. An absent image is `image-absent`. A container that
   * could not be started is left `created` for a later repeat or for removal.
   */
  createContainer(spec: ContainerSpec): Promise<ObservedContainer>
  /** All of this instance's containers, in a number of calls that does not grow with them where the runtime allows it. */
  listContainers(): Promise<ObservedContainer[]>
  inspectContainer(id: string): Promise<ObservedContainer>
  /** Done when its process runs. A repeat on a running container changes nothing. */
  startContainer(id: string): Promise<ObservedContainer>
  /** Done when no process is left: SIGTERM, then SIGKILL after `stopGraceSeconds`. A repeat changes nothing. */
  stopContainer(id: string): Promise<ObservedContainer>
  /** Done when a new main process runs. */
  restartContainer(id: string): Promise<ObservedContainer>
  /** Done when nothing of it is left: process, files, ports. A repeat, or an unknown ID, is done at once. */
  removeContainer(id: string): Promise<void>

  /** Runs a command without a terminal; its process is ended when `signal` aborts where the runtime can. */
  execContainer(
    id: string,
    command: string[],
    stdin: string | undefined,
    signal: AbortSignal,
  ): Promise<ExecResult>
  /** A shell (the best the image has; `no-shell` if none) or, with `attach`, the main process. */
  terminalContainer(id: string, options: TerminalOptions): Promise<TerminalStream>
  getContainerLogs(id: string, options: LogsOptions): AsyncIterable<LogLine>
  getContainerStats(id: string, options: { follow: boolean; signal: AbortSignal }): AsyncIterable<Stats>

  /** `path` is absolute and without `..`; links are followed inside the container's root only. */
  getFiles(id: string, path: string, format: 'auto' | 'tar', signal: AbortSignal): Promise<OutgoingFile>
  /**
   * Without a path: the folder that the container works in, or where that is the root its user's home; the root where
   * that is missing. The answer names it.
   */
  listFiles(id: string, path?: string): Promise<FileList>
  /** All files or none where one file is sent: an upload that breaks off leaves what was there before. */
  uploadFiles(
    id: string,
    path: string,
    files: AsyncIterable<IncomingFile>,
    signal: AbortSignal,
  ): Promise<UploadResult>
  /** Refuses (`archive-invalid`) entries that lead outside and devices; ends with `upload-incomplete` if the tar breaks off. */
  putArchive(id: string, path: string, tar: Readable, signal: AbortSignal): Promise<UploadResult>

  /** With `layers`, and where the runtime can tell, also what each consists of, and those without a name. */
  listImages(options?: { readonly layers: boolean }): Promise<AgentImage[]>
  /**
   * Ends with `done` or `failed`. An image that is there is `done` at once, unless `always` has the registry asked for it,
   * as `login` or as nobody. Aborting cancels the pull.
   */
  pullImage(reference: string, signal: AbortSignal, options?: PullOptions): AsyncIterable<PullEvent>
  /**
   * Where images are made and the capability `registry` is told: puts an image of Berth's own (`not-found` for any other)
   * into a registry, under the name `to`. Ends with `done` or `failed`. Aborting cancels.
   */
  pushImage?(
    reference: string,
    to: string,
    login: RegistryLogin,
    signal: AbortSignal,
  ): AsyncIterable<PushEvent>
  /**
   * Has a registry delete what was put there, by its reference by digest. Done also where it is not there; false where the
   * registry deletes nothing, or not for this login.
   */
  deleteStoredImage?(from: string, login: RegistryLogin): Promise<boolean>
  /**
   * Done when the reference, one of Berth's own (`not-found` for any other), is gone; its bytes too where nothing else names them.
   * `image-in-use` while a container runs from it. A repeat, or an unknown one, is done at once.
   */
  removeImage(reference: string): Promise<void>

  /**
   * Where the capability `pullSecrets` is told: done when exactly these logins lie ready for the account's pulls. A repeat
   * changes nothing.
   */
  setRegistryCredentials?(account: string, logins: readonly RegistryLogin[]): Promise<void>

  /** Where the capability `builds` is told. */
  readonly builds?: Builds

  /** `capability-missing` without it. */
  readonly untagged?: Untagged

  /** Where the capability `builds` is told. */
  readonly runners?: Runners

  /** Where the capability `singularity` is told. */
  readonly singularity?: Singularity

  /** Opens with `hello`, a heartbeat at least every 10 s; never ends by itself, not even while the runtime is down. */
  streamEvents(since: string | undefined, signal: AbortSignal): AsyncIterable<AgentEvent>

  /** Ends what the backend holds open; the containers go on. */
  close(): Promise<void>
}
