import stringWidth from 'string-width'
import { oneLine } from './plain-text.ts'

/** One line that changes in place in a terminal; elsewhere a new line for each new text. */
export class StatusLine {
  readonly #output: NodeJS.WriteStream
  #last = ''

  constructor(output: NodeJS.WriteStream) {
    this.#output = output
  }

  show(text: string): void {
    const line = oneLine(text)
    if (line === this.#last) return
    this.#last = line
    this.#output.write(this.#output.isTTY ? `\r\u001B[K${cut(line, this.#output.columns - 1)}` : `${line}\n`)
  }

  clear(): void {
    if (this.#output.isTTY && this.#last !== '') this.#output.write('\r\u001B[K')
    this.#last = ''
  }
}

/** As much of a text as fits so many columns. */
function cut(text: string, columns: number): string {
  let fitting = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(fitting + segment) > columns) break
    fitting += segment
  }
  return fitting
}
