import { inWords } from '../../local/status';

test('status says which regions are dead or drained, and how fast time goes', () => {
  const well = { dead: false, delayMilliseconds: 0, healthyTargets: 1 };
  const asia = { name: 'asia', state: { ...well, dead: true } };
  const europe = { name: 'europe', state: well };
  const america = { name: 'america', state: { ...well, status: 503 } };
  expect(inWords({ speed: 20, drained: ['europe'], regions: [asia, europe, america] })).toBe(
    'asia is dead, america answers 503, europe is drained; time runs 20 times as fast',
  );
  expect(inWords({ speed: 1, regions: [europe] })).toBe('every region is well; time runs as it does');
});
