import {
  type Ask,
  compared,
  comparisonInWords,
  type Predicted,
  problemsOf,
  type Watched,
} from '../../walk/comparison';

const ASK: Ask = { name: 'www.example.com', country: 'IS', method: 'GET', path: '/' };
const by = (region: string) => ({ by: region, isLost: false });
const LOST = { by: '502', isLost: true };

const watched = (more: Partial<Watched> = {}): Watched => ({
  ask: ASK,
  before: by('europe'),
  during: [],
  after: by('europe'),
  ...more,
});

const askers = { names: [ASK.name], countries: ['IS'], isEverywhere: false, methods: [], paths: [] };
const predicted = (effect: Partial<Predicted['effect']> = {}): Predicted => ({
  stack: 'x-global',
  effect: { changes: [], losses: [], untold: [], ...effect },
});
const moved = (after: string) => predicted({ changes: [{ ...askers, before: 'europe', after }] });
const lost = (more: object = {}) =>
  predicted({
    losses: [
      {
        ...askers,
        ...more,
        stack: 'x-global',
        address: 'aws_route53_record.a',
        before: 'europe',
        meanwhile: 'nobody',
        isNameGone: false,
      },
    ],
  });
const untold = predicted({ untold: [{ stack: 'x-global', sentence: 'who answers IS: a secret', askers }] });
const untoldAtLarge = predicted({ untold: [{ stack: 'x-global', sentence: 'whom the firewall stops' }] });

it.each<[string, readonly Predicted[], Partial<Watched>, readonly string[]]>([
  ['nothing is said, and nothing happens', [predicted()], {}, []],
  [
    'a country is lost in the middle without a word',
    [predicted()],
    { during: [by('europe'), LOST] },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  [
    'a country is lost afterwards without a word',
    [],
    { after: LOST },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  ['a loss comes as it was said', [lost()], { during: [LOST] }, []],
  [
    'another country is said to be lost',
    [lost({ countries: ['NO'] })],
    { during: [LOST] },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  [
    'another method is said to be lost',
    [lost({ methods: ['POST'] })],
    { during: [LOST] },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  [
    'another path is said to be lost',
    [lost({ paths: ['/images/x'] })],
    { during: [LOST] },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  ['a move comes as it was said', [moved('asia')], { during: [by('asia')], after: by('asia') }, []],
  ['a move comes to one of several', [moved('america or asia')], { after: by('asia') }, []],
  [
    'a move comes without a word',
    [predicted()],
    { after: by('asia') },
    ['1 unpredicted moves: www.example.com IS GET /: europe → asia'],
  ],
  [
    'a move leads elsewhere',
    [moved('america')],
    { after: by('asia') },
    ['1 unpredicted moves: www.example.com IS GET /: europe → asia'],
  ],
  [
    'a move that was said does not come',
    [moved('asia')],
    {},
    ['1 unpredicted moves: www.example.com IS GET /: europe → europe'],
  ],
  ['it could not be told', [untold], { during: [LOST], after: by('asia') }, []],
  [
    'it could not be told of something else',
    [untoldAtLarge],
    { during: [LOST] },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  ['who is lost for good, as it was said, stays lost', [lost()], { after: LOST }, []],
  [
    'who is said to be lost for a while is lost for a while',
    [lost({ until: { stack: 'x-global', address: 'aws_route53_record.b', seconds: 40 } })],
    { during: [LOST] },
    [],
  ],
  [
    'who is said to be lost for a while stays lost',
    [lost({ until: { stack: 'x-global', address: 'aws_route53_record.b', seconds: 40 } })],
    { during: [LOST], after: LOST },
    ['1 unpredicted losses: www.example.com IS GET /: europe → 502'],
  ],
  ['nobody answered before', [], { before: LOST, after: LOST }, []],
])('%s', (_, said, seen, problems) => {
  expect(problemsOf(compared(said, [watched(seen)]))).toEqual(problems);
});

it('who says that everything may be lost, or that nothing can be told, is seen through', () => {
  const everything = compared([lost()], [watched()]);
  expect(everything.losses).toEqual({ predicted: 1, seen: 0 });

  const nothing = compared([untold], [watched({ after: by('asia') })]);
  expect(nothing.untold).toEqual({ sentences: 1, kinds: 1, seenOtherwise: 1 });
});

it('who was answered by nobody before is counted apart', () => {
  const { kinds, unanswered } = compared([], [watched(), watched({ before: LOST })]);

  expect([kinds, unanswered]).toEqual([1, 1]);
});

it('a walk is told in one line', () => {
  const one = compared([moved('asia')], [watched({ during: [by('america')], after: by('asia') })]);

  expect(comparisonInWords([one, one])).toBe(
    '2 applies predicted, 2 kinds of requests compared, 0 unanswered before: 0 unpredicted losses and 0 unpredicted moves; 2 of 2 predicted moves and 0 of 0 predicted losses were seen; it could not tell of 0, in 0 sentences, and 0 of these were answered otherwise; 2 were answered by another in the middle.',
  );
});
