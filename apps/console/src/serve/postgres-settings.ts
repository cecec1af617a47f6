/** The one role and database of the private PostgreSQL. */
export const role = 'berth'
export const database = 'berth'

/**
 * postgresql.conf for a department's worth of rows beside everything else on one machine: a small memory and few
 * processes, but every commit flushed (fsync and synchronous_commit stay on). It listens on a Unix socket alone.
 */
export function postgresqlConf(socketFolder: string): string {
  const settings = {
    listen_addresses: "''",
    unix_socket_directories: `'${socketFolder.replaceAll("'", "''")}'`,
    unix_socket_permissions: '0700',
    max_connections: 40,
    shared_buffers: '16MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    max_wal_size: '256MB',
    min_wal_size: '32MB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_worker_processes: 2,
    max_parallel_workers: 0,
    max_parallel_workers_per_gather: 0,
    max_logical_replication_workers: 0,
    autovacuum_max_workers: 1,
    autovacuum_worker_slots: 2,
    io_method: 'sync',
    huge_pages: 'off',
    jit: 'off',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_line_prefix: "'%m [%p] '",
    timezone: "'UTC'",
    log_timezone: "'UTC'",
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${String(value)}\n`)
    .join('')
}

/** pg_hba.conf: the kernel says who is at the other end of the socket, so there is no password to keep. */
export const pgHbaConf = 'local all all peer map=berth\n'

/** pg_ident.conf: only the user that Berth itself runs as may connect. */
export function pgIdentConf(systemUser: string): string {
  return `berth "${systemUser.replaceAll('"', '""')}" ${role}\n`
}

/** The longest path of a Unix socket on Linux (sockaddr_un: 108 bytes with the closing zero). */
const longestSocketPath = 107

/** Whether PostgreSQL's socket in a folder has a path that the kernel takes. */
export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(`${folder}/.s.PGSQL.5432.lock`) <= longestSocketPath
}

/** The address of the database, for `pg`. */
export function databaseUrl(socketFolder: string): string {
  return `postgresql://${role}@${encodeURIComponent(socketFolder)}:5432/${database}`
}
