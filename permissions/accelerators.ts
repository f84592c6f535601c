import { anything, type Permission } from './permission';

const read: Permission['read'] = () => [
  { actions: ['globalaccelerator:Describe*', 'globalaccelerator:List*'], resources: anything },
];

/** Accelerators and their listeners. */
export const accelerators: Permission = {
  types: ['aws_globalaccelerator_accelerator', 'aws_globalaccelerator_listener'],
  read,
  write: () => [
    {
      actions: [
        'globalaccelerator:Create*',
        'globalaccelerator:Delete*',
        'globalaccelerator:TagResource',
        'globalaccelerator:UntagResource',
        'globalaccelerator:Update*',
      ],
      resources: anything,
    },
  ],
};

/** A region's endpoint at an accelerator of another stack. */
export const acceleratorEndpoints: Permission = {
  types: ['aws_globalaccelerator_endpoint_group'],
  read,
  write: ({ accountId }) => [
    {
      actions: ['globalaccelerator:*EndpointGroup'],
      resources: [`arn:aws:globalaccelerator::${accountId}:accelerator/*`],
    },
  ],
};
