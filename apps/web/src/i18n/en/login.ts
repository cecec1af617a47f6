import type { login as japanese } from '../ja/login.ts'

export const login: Record<keyof typeof japanese, string> = {
  title: 'Log in',
  lead: 'Borrow a container of your own on the department’s servers',
  account: 'Account',
  'account.description': 'Your department account',
  password: 'Password',
  submit: 'Log in',
  expired: 'Your session has ended. Log in again.',
  wait: 'Try again in {{seconds}} seconds',
  insecure: 'This connection is not encrypted. Open the https:// address.',
}
