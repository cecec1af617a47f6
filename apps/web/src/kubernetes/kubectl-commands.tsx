import { Card, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CommandLine } from '../ui/command-line.tsx'
import { kubeconfigName } from './kubeconfig-name.ts'

const steps = [
  { label: 'commands.download', lines: [`export KUBECONFIG=~/Downloads/${kubeconfigName}`] },
  { label: 'commands.see', lines: ['kubectl get pods', 'kubectl logs -f deployment/web'] },
  { label: 'commands.work', lines: ['kubectl exec -it deployment/web -- sh'] },
  {
    label: 'commands.copy',
    lines: ['kubectl cp report.txt POD:/tmp/', 'kubectl cp POD:/tmp/result.csv result.csv'],
  },
  { label: 'commands.forward', lines: ['kubectl port-forward deployment/web 8080:8080'] },
  { label: 'commands.cli', lines: ['berth kubeconfig --write'] },
] as const

/** Commands to be copied, for who has a kubeconfig in hand. */
export function KubectlCommands() {
  const { t } = useTranslation('kubernetes')
  return (
    <Card withBorder component="section">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('commands.title')}
        </Title>
        {steps.map(({ label, lines }) => (
          <Stack key={label} gap={4}>
            <Text size="sm">{t(label)}</Text>
            <CommandLine text={lines.join('\n')} />
          </Stack>
        ))}
        <Text size="sm" c="dimmed">
          {t('commands.limits')}
        </Text>
      </Stack>
    </Card>
  )
}
