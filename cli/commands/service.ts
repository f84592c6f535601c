import { framed } from '../command';
import { define } from '../define';
import { flags, text } from '../flags';
import { deployment } from './candidates';

const edgeToken = (): typeof import('../edge-token') => require('../edge-token');
const masterPassword = (): typeof import('../master-password') => require('../master-password');
const failover = (): typeof import('../failover') => require('../failover');
const redrive = (): typeof import('../redrive') => require('../redrive');
const fillWorker = (): typeof import('../fill-worker') => require('../fill-worker');
const drillsIndex = (): typeof import('../../drills') => require('../../drills');
const drillsMain = (): typeof import('../../drills/main') => require('../../drills/main');
const walkMain = (): typeof import('../../walk/main') => require('../../walk/main');

const { local, yes, account } = flags;
const flag = { type: 'boolean', default: false } as const;

/** What is done while the service runs. */
export const serviceCommands = [
  define({
    command: 'edge-token <action> <deployment>',
    summary: 'keys and tokens of the paths that the edge protects ("edgeAuth" in the document)',
    details: `publish  makes up what keys of the applied "global" stack have no value yet, takes all to the edge, and removes older ones
sign     prints a token, signed with the first key, for "Authorization: Bearer" or the cookie __Secure-meridian-token`,
    positionals: {
      action: { type: 'string', choices: ['publish', 'sign'] as const, describe: 'what is to be done' },
      deployment,
    },
    flags: {
      local,
      yes,
      account,
      subject: { ...text, describe: 'sign: whom the token is for' },
      'expires-in': { ...text, default: '1h', describe: 'sign: 15m, 12h or 30d from now' },
    },
    run: (args) => framed((signal) => edgeToken().edgeToken(args, signal)),
  }),
  define({
    command: 'master-password <deployment>',
    summary: 'gives the master user of the global database another random password',
    details:
      'Keeps it in the secret <deployment>/database/master. Nobody knows the first one, so this is run before somebody has to log in as master. Run again after an interruption, it goes on from there. The member that writes takes the password, whichever region that is in.',
    positionals: { deployment },
    flags: { local, yes, account },
    run: (args) => framed((signal) => masterPassword().masterPassword(args, signal)),
  }),
  define({
    command: 'failover <action> <deployment> [service]',
    summary: 'moves one service to its other region, by its switch ("services" in the document)',
    details: `status  which region answers, for each service or for one
plan    what a move would turn, and turns nothing
move    turns the switch to the region that --to names
back    the same, to the service's primary
watch   status, again whenever it changes, until it is interrupted

Needs neither Terraform nor states: it asks the parameters that the stack "failover" wrote, in two AWS regions, or the copy of the last time under .local/failover, and then the cluster's five endpoints, from a random one on. docs/operate/failover.md says more.`,
    positionals: {
      action: {
        type: 'string',
        choices: ['status', 'move', 'back', 'plan', 'watch'] as const,
        describe: 'what is to be done',
      },
      deployment,
      service: { type: 'string', describe: 'name of the service' },
    },
    flags: {
      local,
      yes,
      to: { ...text, describe: 'move, plan: region that is to answer' },
      why: { ...text, describe: 'move, back: required, the reason, which is recorded' },
      ticket: { ...text, describe: 'move, back: where it is recorded, too' },
    },
    run: (args) => framed((signal) => failover().failover(args, signal)),
  }),
  define({
    command: 'redrive <deployment> <region>',
    summary: "moves the messages of a region's dead-letter queue back to its queue of misses",
    details:
      'For after what failed is repaired: the fill worker tries each of them five more times. Prints what was moved. Run again, it moves what is there by then.',
    positionals: { deployment, region: { type: 'string', describe: 'region with a near bucket' } },
    flags: {
      local,
      yes,
      account,
      'large-objects': { ...flag, describe: 'the queue of large objects instead' },
      maximum: { ...text, default: '1000', describe: 'messages that are moved at most' },
    },
    run: (args) => framed((signal) => redrive().redrive(args, signal)),
  }),
  define({
    command: 'fill-worker',
    summary: 'copies the objects that one function run cannot',
    details: `Takes their keys from the queue of large objects and does what the function does, with the same code and without its limits of time and size. Runs wherever there is Node.js, AWS credentials and a way to the source: on an instance, in a container, on a desk. Several may run at once. "npx meridian output <deployment>-backfill" prints queue and bucket.`,
    positionals: {},
    flags: {
      queue: { ...text, describe: 'required: the region\'s output of "large_object_queue_urls"' },
      bucket: { ...text, describe: 'required: the region\'s output of "bucket_names"' },
      source: {
        ...text,
        describe:
          'required: https:// address that keys are appended to: SOURCE_URL of the function <deployment>-fill-<region>',
      },
      prefixes: {
        ...text,
        describe: 'required: key prefixes that may be copied, with commas: "images/,video/"',
      },
      region: { ...text, describe: 'required: AWS region of queue and bucket' },
      'redirect-hosts': {
        ...text,
        default: '',
        describe: 'hosts that the source may redirect to, with commas',
      },
      'maximum-bytes': {
        ...text,
        default: String(5 * 2 ** 40),
        defaultDescription: "S3's 5 TiB",
        describe: 'larger objects are not copied',
      },
      refresh: { ...flag, describe: 'replaces copies of objects that the source has a newer version of' },
      'private-source': { ...flag, describe: 'lets the source have an address that is not public' },
      concurrency: {
        ...text,
        default: '1',
        describe: 'objects at once; each takes up to 64 MB, or eight parts, of memory',
      },
      'time-limit': { ...text, default: '6h', describe: 'longest time for one object: 30m, 6h' },
      grace: {
        ...text,
        default: '20',
        describe:
          'seconds for the object in work when the worker is stopped (SIGTERM, Ctrl-C); what is not finished by then goes back to the queue, and is begun again',
      },
      'until-empty': { ...flag, describe: 'ends when the queue is empty, instead of waiting for more' },
      local,
    },
    run: (args) => framed((signal) => fillWorker().fillWorker(args, signal)),
  }),
  define({
    command: 'drill [drills..]',
    summary: 'runs failure drills on the local AWS, in simulated time: a time line, figures, a verdict',
    details: 'Exits with 1 when a bound is missed. --list names the drills and says what each of them does.',
    positionals: {
      drills: {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'names of drills',
        candidates: async () => Object.keys(drillsIndex().drillsOf()),
      },
    },
    flags: {
      region: { ...text, describe: 'that region only' },
      host: { ...text, default: 'www.meridian.example', describe: 'name that viewers of the site ask for' },
      'media-host': {
        ...text,
        default: 'media.meridian.example',
        describe: 'name that viewers of objects ask for',
      },
      viewers: { ...text, describe: 'of thundering-herd (default 10000)' },
      list: { ...flag, describe: 'names of the drills' },
    },
    run: (args) => framed((signal) => drillsMain().drill(args, signal)),
  }),
  define({
    command: 'walk',
    summary:
      'random edits of the document that "npm start" has applied, each applied by the roles of CI, while viewers ask',
    details:
      'Every edit is planned and applied by the roles of the stacks that it changes, in an order that teams may take, not that of the jobs of CI, and leaves nothing to plan; or is refused with a sentence. In the end the document is as it was. The file on disk is not touched. Exits with 1 where an edit is not as docs/operate/changing-a-document.md says. The same seed draws the same edits.',
    positionals: {},
    flags: {
      deployment: { ...text, default: 'demo', describe: 'which document is edited' },
      edits: { ...text, default: '20', describe: 'how many; those that take others back count as well' },
      together: { ...text, default: '1', describe: 'edits of different kinds that are applied at once' },
      seed: {
        ...text,
        describe: 'a whole number that all chance follows from (default: another one each time)',
      },
      only: {
        ...text,
        array: true,
        default: [] as string[],
        describe: 'draws edits of this kind only, `*` for any letters; may be repeated',
      },
      predict: {
        ...flag,
        describe:
          'asks a review before each apply what viewers will notice, and viewers of every country whether it was so; draws moves of every country as well',
      },
      list: { ...flag, describe: 'the kinds of edits' },
    },
    run: (args) => walkMain().walk(args),
  }),
] as const;
