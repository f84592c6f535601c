import { ecrImage } from './container-image';

export interface UserDataProps {
  readonly containerImage: string;
  readonly awsRegion: string;
  readonly logGroupName: string;
  /** Environment of the container; no secrets, everybody on the instance can read it. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Script of the first boot: installs Docker from Amazon's repository in S3 and keeps one container running.
 *
 * The container shares the host's network: it is reached without address translation, and the instance's credentials
 * are one hop away, which is as far as the metadata service answers.
 *
 * No double quotes and no backslashes: cdktf does not bring them through Terraform's `base64encode`.
 */
export function userData({ containerImage, awsRegion, logGroupName, environment }: UserDataProps): string {
  const run = [
    'docker run --name service --network host --env-file /etc/service.env --security-opt no-new-privileges',
    `--log-driver awslogs --log-opt awslogs-region=${awsRegion} --log-opt awslogs-group=${logGroupName}`,
    // A Logs that does not answer costs lines, never the service: by default, writing a line waits for it.
    '--log-opt mode=non-blocking --log-opt max-buffer-size=25m',
    `--log-opt awslogs-stream=$instance_id ${containerImage}`,
  ].join(' ');
  const lines = [
    '#!/bin/bash',
    'set -euo pipefail',
    // The first instances may boot before the routes to the repository are there.
    'until dnf install --assumeyes docker; do sleep 5; done',
    `instance_id=$(ec2-metadata --instance-id | cut -d ' ' -f 2)`,
    '',
    `cat > /etc/service.env <<'END'`,
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    'END',
    '',
    'cat > /etc/systemd/system/service.service <<END',
    '[Unit]',
    'After=docker.service network-online.target',
    'Requires=docker.service',
    'Wants=network-online.target',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Environment=HOME=/root',
    'ExecStartPre=-/usr/bin/docker rm --force service',
    `ExecStartPre=/bin/sh -c '${pullUnlessThere(containerImage)}'`,
    `ExecStart=/usr/bin/${run}`,
    'ExecStop=/usr/bin/docker stop --time 25 service',
    'Restart=always',
    'RestartSec=5',
    'TimeoutStartSec=300',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    'END',
    '',
    'systemctl enable --now docker service',
  ];
  return `${lines.join('\n')}\n`;
}

/** A container that starts again does so without a registry: what was pulled is what the document names. */
function pullUnlessThere(containerImage: string): string {
  const image = ecrImage(containerImage);
  const logIn =
    image === undefined
      ? []
      : [
          `aws ecr get-login-password --region ${image.awsRegion} | docker login --username AWS --password-stdin ${image.registry}`,
        ];
  const pull = [...logIn, `docker pull ${containerImage}`].join(' && ');
  return `docker image inspect ${containerImage} >/dev/null 2>&1 || { ${pull}; }`;
}
