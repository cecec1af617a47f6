export { answerBytes } from './answer-bytes.ts'
export { writeBytes } from './write-bytes.ts'
