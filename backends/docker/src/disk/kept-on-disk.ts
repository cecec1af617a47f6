import { isOurs, labels } from '../translate/names.ts'

/** What `docker system df` says, as far as it is read here. */
export interface DiskUse {
  readonly Containers?:
    | readonly {
        readonly Id: string
        readonly Names: readonly string[]
        readonly Labels: Readonly<Record<string, string>> | null
        readonly State: string
        readonly SizeRw?: number
        readonly Mounts?: readonly { readonly Type: string; readonly Name?: string }[] | null
      }[]
    | null
  readonly Volumes?:
    readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } | null }[] | null
}

/** A container that runs, and the bytes that it keeps on the disk: its own files and its unnamed volumes'. */
export interface Kept {
  readonly id: string
  readonly runtimeId: string
  readonly bytes: number
}

/** What each of an instance's running containers keeps on the disk. */
export function keptBy({ Containers, Volumes }: DiskUse, instance: string): Kept[] {
  const volumes = new Map(
    (Volumes ?? []).map(({ Name, UsageData }) => [Name, Math.max(0, UsageData?.Size ?? 0)]),
  )
  return (Containers ?? [])
    .filter(({ State, Labels, Names }) => State === 'running' && isOurs(Labels ?? {}, instance, Names[0]))
    .map(({ Id, Labels, SizeRw = 0, Mounts }) => ({
      id: Labels?.[labels.container] ?? '',
      runtimeId: Id,
      bytes: (Mounts ?? []).reduce((sum, { Name = '' }) => sum + (volumes.get(Name) ?? 0), SizeRw),
    }))
}

/** When the disk was last measured, and what was found. */
export interface Measured {
  readonly at: number
  /** The most that was free since; null: cannot be told. */
  readonly free: number | null
  /** What the largest container kept. */
  readonly largest: number
}

const atLeastEveryMs = 10 * 60_000
const unseenEveryMs = 5 * 60_000

/**
 * Whether to measure again, which has the daemon walk through everybody's files: no container can be past its limit
 * before the disk has lost what the largest had left. Once in a while anyway, as others may have given room back.
 */
export function mustMeasure(
  last: Measured | undefined,
  now: { readonly at: number; readonly free: number | null },
  limit: number,
): boolean {
  if (last === undefined) return true
  if (last.free === null || now.free === null) return now.at - last.at >= unseenEveryMs
  return now.at - last.at >= atLeastEveryMs || last.free - now.free > Math.max(0, limit - last.largest) / 2
}
