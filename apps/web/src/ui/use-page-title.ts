import { useEffect } from 'react'

/** Names the browser's tab for as long as the page is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Berth`
    return () => {
      document.title = 'Berth'
    }
  }, [title])
}
