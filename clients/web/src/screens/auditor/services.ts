// The services, each of which keeps a journal of its own.
export const services = ['submissions', 'scoring', 'sitevisits', 'jury'] as const;
export type Service = (typeof services)[number];
