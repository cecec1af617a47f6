import { memo, type CSSProperties } from 'react'
import { cssColours, parseAnsi, plainText, type Span, type Style } from './ansi.ts'
import type { LogBlock, NumberedLine } from './log-buffer.ts'
import { matches, splitMatches } from './log-view.ts'
import classes from './log.module.css'

export interface LogBlockProps {
  readonly block: LogBlock
  readonly search: string
  readonly matchesOnly: boolean
  readonly timestamps: boolean
}

/** A block of lines, drawn again only when it changes; all text stays text. */
export const LogBlockView = memo(function LogBlockView({
  block,
  search,
  matchesOnly,
  timestamps,
}: LogBlockProps) {
  const shown = coloured(block)
  return (
    <div className={classes['block']}>
      {shown
        .filter(({ line }) => !matchesOnly || search === '' || matches(plainText(line.text), search))
        .map(({ line, spans }) => (
          <Line key={line.number} line={line} spans={spans} search={search} timestamps={timestamps} />
        ))}
    </div>
  )
})

/** The lines in their colours; a style goes on from line to line until it is taken back. */
function coloured({ lines }: LogBlock): { line: NumberedLine; spans: Span[] }[] {
  const all: { line: NumberedLine; spans: Span[] }[] = []
  let style: Style = {}
  for (const line of lines) {
    const parsed = parseAnsi(line.text, style)
    style = parsed.style
    all.push({ line, spans: parsed.spans })
  }
  return all
}

function Line(props: { line: NumberedLine; spans: readonly Span[]; search: string; timestamps: boolean }) {
  const { line, spans, search, timestamps } = props
  return (
    <div className={classes['line']} data-stream={line.stream}>
      {timestamps && (
        <time className={classes['time']}>{new Date(line.time).toLocaleTimeString('sv-SE')}</time>
      )}
      {spans.length === 0
        ? '\u200b'
        : spans.map((span, at) => (
            <span key={at} style={cssOf(span.style)}>
              {splitMatches(span.text, search).map((part, index) =>
                index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
              )}
            </span>
          ))}
    </div>
  )
}

function cssOf(style: Style): CSSProperties {
  const { color, background } = cssColours(style)
  return {
    ...(color === undefined ? {} : { color }),
    ...(background === undefined ? {} : { background }),
    ...(style.bold === true ? { fontWeight: 700 } : {}),
    ...(style.dim === true ? { opacity: 0.75 } : {}),
    ...(style.italic === true ? { fontStyle: 'italic' } : {}),
    ...(style.underline === true ? { textDecoration: 'underline' } : {}),
  }
}
