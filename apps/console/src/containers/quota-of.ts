import type { Role } from '@berth/contract'
import type { Quota } from '@berth/lending'
import type { Settings } from '../settings/settings.ts'

/** What somebody may have in all; null: anything. */
export const quotaOf = ({ quota }: Pick<Settings, 'quota'>, role: Role): Quota | null =>
  role === 'student' ? quota : null
