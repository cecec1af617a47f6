/** Under which name a kubeconfig is saved: also what the commands on the page name. */
export const kubeconfigName = 'berth.yaml'
