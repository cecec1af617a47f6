import { readFileSync } from 'node:fs'

/** `running`, `ended` (its parent has not yet noticed, so its number is still taken) or `gone`. */
export function processState(pid: number): 'running' | 'ended' | 'gone' {
  try {
    // The state follows the program's name, which is in parentheses and may itself contain some (proc(5)).
    const state = /.*\) (\S)/s.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))?.[1]
    return state === 'Z' || state === 'X' ? 'ended' : 'running'
  } catch {
    return 'gone'
  }
}
