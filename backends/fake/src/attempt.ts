/** Does something at once and gives its outcome, or its failure, as a promise. */
export const attempt = <T>(work: () => T | Promise<T>): Promise<T> =>
  new Promise((resolve) => {
    resolve(work())
  })
