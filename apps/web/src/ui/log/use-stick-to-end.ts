import { useCallback, useEffect, useRef, useState } from 'react'

/** Pixels from the end that still count as the end. */
const tolerance = 24

/** Keeps a scrolled area at its end as it grows, unless the reader has scrolled away from it. */
export function useStickToEnd() {
  const area = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sticking = useRef(true)
  const before = useRef(0)
  const [atEnd, setAtEnd] = useState(true)
  const toEnd = useCallback(() => {
    const element = area.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }, [])
  useEffect(() => {
    if (content.current === null) return
    const observer = new ResizeObserver(() => {
      if (sticking.current) toEnd()
    })
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [toEnd])
  const onScroll = () => {
    const element = area.current
    if (element === null) return
    const end = element.scrollHeight - element.scrollTop - element.clientHeight < tolerance
    // Only a reader scrolls up; when lines wrap anew the area merely gets longer.
    if (end) sticking.current = true
    else if (element.scrollTop < before.current) sticking.current = false
    before.current = element.scrollTop
    setAtEnd(sticking.current)
  }
  return { area, content, atEnd, onScroll, toEnd }
}
