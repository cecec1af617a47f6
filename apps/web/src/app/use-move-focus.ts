import { useEffect, useRef } from 'react'

/**
 * After a page was chosen in the menu, the keyboard and the screen reader go on at its content. Whoever moves
 * within the content (tabs, forms) keeps their place.
 */
export function useMoveFocus(path: string, contentId: string): void {
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    const content = document.getElementById(contentId)
    if (content !== null && !content.contains(document.activeElement)) content.focus({ preventScroll: true })
  }, [path, contentId])
}
