import { anything, type Permission } from './permission';

/** What carries which tags, in every AWS region: AWS lists it without any permission of the services whose resources they are. */
export const inventory: Permission = {
  types: [],
  read: () => [{ actions: ['tag:GetResources'], resources: anything }],
};
