/**
 * The lines of a body, decoded as UTF-8 wherever the network cut it. Read as fast as the lines are taken;
 * leaving the loop early cancels the body.
 */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true })
      const lines = text.split('\n')
      lines[0] = rest + (lines[0] ?? '')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
      if (done) break
    }
    if (rest !== '') yield rest
  } finally {
    // A body that has failed or ended cannot be cancelled: nothing is left to free.
    await reader.cancel().catch(() => undefined)
  }
}

/** The JSON texts of an `application/x-ndjson` body; empty lines, which keep a connection alive, are left out. */
export async function* readJsonLines(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  for await (const line of readLines(body)) if (line.trim() !== '') yield line
}

/** The `data` of each server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  let data: string[] = []
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield data.join('\n')
      data = []
    } else if (line.startsWith('data:')) {
      data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
    }
  }
}
