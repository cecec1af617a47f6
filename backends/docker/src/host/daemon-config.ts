/** Where a daemon of ours keeps its things. */
export interface DaemonPaths {
  readonly socketPath: string
  readonly dataRoot: string
  readonly execRoot: string
  readonly pidFile: string
}

/**
 * The configuration of a daemon that Berth starts: the machine's own (`/etc/docker/daemon.json`: mirrors, proxies,
 * storage), with what must be ours. Every account gets a network, so addresses are cut small: 8,192 networks of
 * 61 containers, instead of Docker's 31 networks.
 */
export function daemonConfig(
  machine: Readonly<Record<string, unknown>>,
  paths: DaemonPaths,
): Record<string, unknown> {
  return {
    'userns-remap': 'default',
    'default-address-pools': [{ base: '10.208.0.0/13', size: 26 }],
    'log-level': 'warn',
    ...machine,
    hosts: [`unix://${paths.socketPath}`],
    'data-root': paths.dataRoot,
    'exec-root': paths.execRoot,
    pidfile: paths.pidFile,
    'live-restore': false,
  }
}
