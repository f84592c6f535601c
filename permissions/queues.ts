import { named, type Permission } from './permission';

/** SQS: queues, and none of their messages. */
export const queues: Permission = {
  types: ['aws_sqs_queue', 'aws_sqs_queue_policy', 'aws_sqs_queue_redrive_allow_policy'],
  read: (scope) => [
    {
      actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueueTags'],
      resources: named('sqs', '')(scope),
    },
  ],
  write: (scope) => [
    {
      actions: [
        'sqs:CreateQueue',
        'sqs:DeleteQueue',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:UntagQueue',
      ],
      resources: named('sqs', '')(scope),
    },
  ],
  use: (scope) => [
    {
      sid: 'UseQueues',
      actions: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      resources: named('sqs', '')(scope),
    },
  ],
};
