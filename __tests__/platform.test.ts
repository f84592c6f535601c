import { Testing } from 'cdktf';
import { documents, validated } from '../config';
import type { Document } from '../config/document';
import { createPlatform, plannedStacks } from '../stacks/platform';
import { KEPT_TYPES } from '../terraform/kept-types';
import { each } from './support/each';
import { type Block, Synthesized } from './support/synthesize';

interface Stack {
  readonly id: string;
  readonly synthesized: Synthesized;
}

function platformOf(document: Document): Stack[] {
  const stacks = createPlatform(Testing.app(), document);
  // Only here does cdktf add the references between stacks that it invents itself.
  for (const stack of stacks) Synthesized.prepare(stack);
  return stacks.map((stack) => ({ id: stack.node.id, synthesized: Synthesized.stack(stack) }));
}

const resourcesOf = ({ synthesized }: Stack): { type: string; name: string; block: Block }[] =>
  Object.entries(synthesized.document.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources).map(([name, block]) => ({ type, name, block })),
  );

/** Attributes whose value is secret, by resource or data source type; the provider's schema marks them sensitive. */
const SECRET_REFERENCE = /secret_string|random_password|master_password|\.password\b|access_key\b/;

/** What comes and goes with an option of the document, and is used by what stays. */
const OPTIONAL_TYPES = new Set([
  'aws_cloudfront_function',
  'aws_cloudfront_origin_access_control',
  'aws_lambda_function',
  'aws_lambda_function_url',
  'aws_nat_gateway',
]);

describe.each(documents.map((input) => validated(input)))('the $deployment platform', (document) => {
  const platform = platformOf(document);
  const planned = plannedStacks(document);
  const { bucketName, awsRegion } = document.state;

  describe.each(platform)('$id', ({ id, synthesized }) => {
    it('keeps its state under its own key, encrypted and locked', () => {
      expect(synthesized.backend.s3).toEqual({
        bucket: bucketName,
        key: `${id}.tfstate`,
        region: awsRegion,
        encrypt: true,
        kms_key_id: `alias/${document.deployment}-terraform-state`,
        use_lockfile: true,
      });
    });

    it('shares nothing but its contract', () => {
      expect(Object.keys(synthesized.outputs).filter((name) => name.startsWith('cross-stack'))).toEqual([]);
      expect(Object.keys(synthesized.document.data?.terraform_remote_state ?? {}).sort()).toEqual(
        [...(planned.find((stack) => stack.id === id)?.reads ?? [])].sort(),
      );
    });

    it('describes every output, in snake_case, and calls none `id`', () => {
      for (const [name, { description }] of each(Object.entries(synthesized.outputs))) {
        expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
        expect(description).toMatch(/\w{3}/);
      }
    });

    it('puts no secret into an output', () => {
      for (const output of each(Object.values(synthesized.outputs))) {
        expect(JSON.stringify(output.value)).not.toMatch(SECRET_REFERENCE);
      }
    });

    it('guards what is kept where the stack is protected, and nothing that tools do not know as kept', () => {
      const isProtected = planned.find((stack) => stack.id === id)?.deletionProtection;
      expect(isProtected).toBe((id.endsWith('-state') ? document.state : document).deletionProtection);
      const guarded = resourcesOf({ id, synthesized }).filter(
        ({ block }) => block.lifecycle?.prevent_destroy === true,
      );
      expect(guarded.map(({ type }) => type).filter((type) => !(type in KEPT_TYPES))).toEqual([]);
      if (isProtected !== true) expect(guarded).toEqual([]);
    });

    it('tags everything with deployment, stack and team, and guards the account where it is given', () => {
      const providers: Block[] = Object.values(synthesized.document.provider ?? {}).flat();
      expect(providers.length).toBeGreaterThan(0);
      for (const provider of providers) {
        expect(provider.default_tags[0].tags).toMatchObject({
          deployment: document.deployment,
          stack: id,
          team: expect.any(String),
        });
        expect(provider.allowed_account_ids).toEqual(document.accountId ? [document.accountId] : undefined);
      }
    });

    it('has resources in the AWS regions that its kind says, and nowhere else', () => {
      const providers: Block[] = Object.values(synthesized.document.provider ?? {}).flat();
      const used = new Set(resourcesOf({ id, synthesized }).map(({ block }) => block.provider));
      const isUsed = ({ alias }: Block) => used.has(alias === undefined ? undefined : `aws.${alias}`);
      const { awsRegions } = planned.find((stack) => stack.id === id) ?? {};

      expect(new Set(providers.filter(isUsed).map(({ region }) => region))).toEqual(new Set(awsRegions));
    });

    it('deletes nothing that a distribution, or a route, still uses', () => {
      const resources = resourcesOf({ id, synthesized });
      const users = resources.filter(({ type }) => /^aws_(cloudfront_distribution|route)$/.test(type));
      const used = users.flatMap(({ block }) => JSON.stringify(block).match(/\baws_\w+\.[\w-]+/g) ?? []);
      const optional = resources.filter(
        ({ type, name }) => OPTIONAL_TYPES.has(type) && used.includes(`${type}.${name}`),
      );

      const deletedFirst = optional.filter(({ block }) => block.lifecycle?.create_before_destroy !== true);
      expect(deletedFirst.map(({ type, name }) => `${type}.${name}`)).toEqual([]);
      if (/-(global|backfill|region-\w+)$/.test(id)) expect(optional).not.toEqual([]);
    });

    it('runs nothing on the machine that applies it', () => {
      expect(resourcesOf({ id, synthesized }).filter(({ block }) => 'provisioner' in block)).toEqual([]);
      expect(Object.keys(synthesized.document.data ?? {})).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(external|http)$/)]),
      );
    });
  });

  it('is read exactly as declared, and never in a circle', () => {
    const applied = new Set<string>();
    for (const [index, { id, synthesized }] of platform.entries()) {
      const { reads = [] } = planned[index] ?? {};
      expect(synthesized.reads.sort()).toEqual(reads.map((upstream) => `${upstream}.tfstate`).sort());
      for (const upstream of reads) expect(applied).toContain(upstream);
      applied.add(id);
    }
    expect([...applied]).toEqual(planned.map(({ id }) => id));
  });

  it('gives every record one owner', () => {
    const owners = new Map<string, string[]>();
    for (const stack of platform) {
      for (const { type, name, block } of resourcesOf(stack)) {
        if (type !== 'aws_route53_record') continue;
        // Validation records have a name per certificate domain: the certificate stands for it.
        const record = [block.zone_id, block.name, block.type, block.set_identifier, block.for_each].join(
          ' ',
        );
        const zone = /hosted_zone_id|zone_zone/.test(block.zone_id) ? 'public' : block.zone_id;
        const key = `${zone} ${record.slice(String(block.zone_id).length)}`;
        owners.set(key, [...(owners.get(key) ?? []), `${stack.id}/${name}`]);
      }
    }
    expect(owners.size).toBeGreaterThan(document.regions.length * 3);
    expect([...owners].filter(([, stacks]) => stacks.length > 1)).toEqual([]);
  });

  it('lies in one AWS region, but for what belongs to several: a dead region blocks no other', () => {
    const several = planned.filter(({ awsRegions }) => awsRegions.length > 1);

    const copied = document.state.replicaAwsRegion === undefined ? [] : ['state'];
    const switched = document.services === undefined ? [] : ['failover'];
    expect(several.map(({ kind }) => kind.contract.kind)).toEqual([
      ...copied,
      'mesh',
      ...switched,
      'backfill',
    ]);
  });

  it('needs no region before another, and of the data only what the first region founds', () => {
    const [founder] = document.regions;
    for (const { kind, name, reads } of each(planned)) {
      const read = reads.map((id) => planned.find((stack) => stack.id === id));
      if (kind.contract.kind === 'region') {
        expect(read.map((stack) => stack?.kind.contract.kind)).toEqual(['global']);
      } else if (kind.contract.kind === 'data') {
        const others = read.filter((stack) => stack?.name !== name);
        expect(others.map((stack) => stack?.name)).toEqual(name === founder?.name ? [] : [founder?.name]);
      }
    }
  });

  it('answers the certificate challenge of each name once, where a certificate in use has the name', () => {
    const answered = platform.flatMap((stack) =>
      resourcesOf(stack)
        .filter(({ type, block }) => type === 'aws_route53_record' && block.for_each !== undefined)
        .flatMap(({ block }) => JSON.parse(String(block.for_each).slice(8, -2)) as string[])
        .map((name) => ({ name, stack: stack.id })),
    );
    const certificates = platform.flatMap((stack) =>
      resourcesOf(stack).filter(({ type }) => type === 'aws_acm_certificate'),
    );
    const names = certificates.flatMap(({ block }) => [
      block.domain_name,
      ...(block.subject_alternative_names ?? []),
    ]);

    expect(answered.map(({ name }) => name).sort()).toEqual([...new Set(names)].sort());
    expect(new Set(answered.map(({ stack }) => stack))).toEqual(
      new Set([`${document.deployment}-global`, `${document.deployment}-backfill`]),
    );
  });

  it('has no certificate that nothing uses: ACM would never renew it', () => {
    for (const stack of platform) {
      for (const { type, name } of resourcesOf(stack).filter(
        ({ type }) => type === 'aws_acm_certificate_validation',
      )) {
        const users = resourcesOf(stack).filter(({ block }) =>
          JSON.stringify([block.viewer_certificate, block.certificate_arn]).includes(`${type}.${name}.`),
        );
        expect([stack.id, name, users.length]).not.toContain(0);
      }
    }
  });
});

describe('adding a region', () => {
  const [input] = documents;
  if (input === undefined) throw new Error('expected a document');
  const [first, second, added] = input.regions;
  if (first === undefined || second === undefined || added === undefined)
    throw new Error('expected three regions');
  const { routing, backfill } = input;
  const before = validated({
    ...input,
    regions: [first, { ...second, failoverTo: first.name }],
    routing: { ...routing, continents: mapped(routing.continents, added.name, second.name), countries: {} },
    backfill: { ...backfill, regions: [second.name] },
  });
  const after = validated({ ...before, regions: [...before.regions, added] });
  const [stacksBefore, stacksAfter] = [platformOf(before), platformOf(after)];
  const jsonOf = (stacks: Stack[], id: string) =>
    stacks.find((stack) => stack.id === id)?.synthesized.document;

  it('is one entry of at most ten lines', () => {
    expect(JSON.stringify(added, null, 2).split('\n').length).toBeLessThanOrEqual(10);
  });

  it('adds a region and its data', () => {
    const ids = stacksBefore.map(({ id }) => id);
    expect(stacksAfter.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([
      `demo-region-${added.name}`,
      `demo-data-${added.name}`,
    ]);
  });

  const [founder, taker] = [first.name, second.name];
  const changesOf = (id: string) => differences(jsonOf(stacksBefore, id), jsonOf(stacksAfter, id));

  it('changes the way to it, what lies between, who may ask for data, and the region that takes over for it', () => {
    expect(added.failoverTo).toBe(taker);
    expect(stacksBefore.map(({ id }) => id).filter((id) => changesOf(id).length > 0)).toEqual([
      'demo-state',
      'demo-global',
      `demo-region-${taker}`,
      'demo-mesh',
      `demo-data-${founder}`,
      `demo-data-${taker}`,
    ]);
  });

  it('adds a SECONDARY record to the region that takes over for it, and changes nothing there', () => {
    for (const change of each(changesOf(`demo-region-${taker}`))) {
      expect(change).toMatch(/^resource\.aws_route53_record\.records_secondary-/);
    }
    expect(changesOf(`demo-region-${taker}`)).toContainEqual(
      expect.stringContaining(`secondary-${added.name}`),
    );
  });

  it('adds a rule to every database, and to the founder a line in the list of members and a copy of the credentials', () => {
    const rule = new RegExp(
      `^resource\\.aws_vpc_security_group_ingress_rule\\.database-access-from-${added.name}_`,
    );
    const member = /^resource\.aws_route53_record\.[\w-]*members[\w-]*\.records\.2$/;
    const replica = /^resource\.aws_secretsmanager_secret\.[\w-]+\.replica\.1$/;

    expect(changesOf(`demo-data-${taker}`)).toEqual([expect.stringMatching(rule)]);
    expect(changesOf(`demo-data-${founder}`).sort()).toEqual([
      expect.stringMatching(member),
      expect.stringMatching(replica),
      expect.stringMatching(rule),
    ]);
  });

  it('adds peerings, routes and copies to the mesh, and to the region that takes over copies back', () => {
    const own = new RegExp(
      `^(resource\\.[a-z_0-9]+\\.(peering-${added.name}|objects-${added.name}_)|data\\.(terraform_remote_state\\.demo-region-${added.name}|aws_caller_identity\\.objects-${added.name}_[\\w-]+)$)`,
    );
    const back = new RegExp(
      `^resource\\.(aws_s3_bucket_replication_configuration\\.objects-${taker}_[\\w-]+\\.rule\\.1|aws_iam_role_policy\\.objects-${taker}_[\\w-]+\\.policy|aws_cloudwatch_metric_alarm\\.objects-${taker}_watch-[\\w-]+)$`,
    );
    const others = each(changesOf('demo-mesh')).filter((change) => !own.test(change));

    expect(changesOf('demo-mesh').length).toBeGreaterThan(others.length);
    expect(others).toHaveLength(4);
    for (const change of others) expect(change).toMatch(back);
  });
});

/** Paths at which two JSON values differ; the path of the whole where one side has nothing. */
function differences(left: unknown, right: unknown, path = ''): string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return [path];
  const [a, b] = [Object.entries(left), Object.entries(right)].map((entries) => new Map(entries));
  return [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])].flatMap((key) =>
    differences(a?.get(key), b?.get(key), path === '' ? key : `${path}.${key}`),
  );
}

function mapped<T extends Readonly<Record<string, string>>>(record: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(record, (_, value) => (value === from ? to : value)));
}
