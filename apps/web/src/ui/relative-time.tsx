import { useTranslation } from 'react-i18next'
import { formatAge } from '../containers/shared/format.ts'
import { useNow } from '../containers/shared/use-now.ts'
import { formatTime } from './format.ts'

/** How long ago, kept true; the moment itself on hover. `—` where it never was. */
export function RelativeTime({ time }: { time: string | null }) {
  const { i18n } = useTranslation()
  const now = useNow(30_000)
  if (time === null) return '—'
  return (
    <time dateTime={time} title={formatTime(time, i18n.language)}>
      {formatAge(Date.parse(time), now, i18n.language)}
    </time>
  )
}
