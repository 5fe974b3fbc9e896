// Has the browser keep the client itself on the device (service_worker.js). The gateway's Content-Security-Policy lets
// scripts come only from addresses that a policy of ours gives: this one's and Svelte's.
interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL: (url: string) => string };
}

export function keepClient(): void {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  const rules = { createScriptURL: () => '/service_worker.js' };
  void navigator.serviceWorker.register((trustedTypes?.createPolicy('krans', rules) ?? rules).createScriptURL(''));
  void navigator.serviceWorker.ready.then(({ active }) => {
    if (!navigator.serviceWorker.controller) active?.postMessage('claim');
  });
}
