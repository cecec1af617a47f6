import { consoleEvent, consoleRoutes, type Session } from '@berth/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { applyEvent } from './apply-event.ts'

/** Milliseconds between attempts to follow the events again. */
const retry = { first: 500, most: 5_000 }

/**
 * Follows the console's events for as long as the page is open and keeps every answer true by them. False while
 * the connection is lost; once it is back, everything is fetched again. Administrators follow everybody's.
 */
export function useEvents({ account, role }: Pick<Session, 'account' | 'role'>): boolean {
  const queries = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const scope = role === 'administrator' ? 'all' : 'mine'
    let delay = retry.first
    let timer: ReturnType<typeof setTimeout> | undefined
    let source: EventSource | undefined
    let lost = false
    const open = () => {
      source = new EventSource(`${consoleRoutes.streamEvents.path}?scope=${scope}`)
      source.onopen = () => {
        delay = retry.first
        setConnected(true)
        if (lost) void queries.invalidateQueries()
        lost = false
      }
      source.onmessage = ({ data }) => {
        const event = consoleEvent.safeParse(JSON.parse(String(data)))
        if (event.success) applyEvent(queries, event.data, account)
      }
      source.onerror = () => {
        source?.close()
        lost = true
        setConnected(false)
        void queries.invalidateQueries({ queryKey: ['session'] })
        timer = setTimeout(open, delay)
        delay = Math.min(delay * 2, retry.most)
      }
    }
    const again = () => {
      if (!lost) return
      clearTimeout(timer)
      source?.close()
      open()
    }
    open()
    addEventListener('online', again)
    return () => {
      removeEventListener('online', again)
      clearTimeout(timer)
      source?.close()
    }
  }, [account, role, queries])
  return connected
}
