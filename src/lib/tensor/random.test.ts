import { describe, expect, it } from 'vitest';
import { TorchError } from './errors';
import { Generator, defaultGenerator, manualSeed } from './random';

/** What PyTorch 1.13 draws one after the other, each time from `torch.manual_seed(seed)` on. */
const drawn = [
  {
    seed: 0,
    u32: [0.49625658988952637, 0.7682217955589294],
    u64: [0.707819864399788, 0.45938294312745087],
    odd: [1.2644586563110352, -0.6874263882637024, 0.1603812575340271],
    one: [-0.6064511869240653],
    block: [
      -0.8664416019125772, 0.23871805816817063, 0.7335283685272841, -1.3218818291421377,
      1.3148113651971234, -1.4874956356507338, -0.7135753396468577, 0.519998663178938,
      -0.9528856397032842, 0.6748575435940039, 1.0468653769814655, 0.15429517864658948,
      -0.7498915228391941, -0.7233897004977882, 0.08636989238234997, -1.746404903728242,
      1.041012457033509
    ],
    single: [
      -0.09334823489189148, 0.6870502233505249, 0.34456542134284973, 0.5198677182197571,
      -2.6133224964141846, -1.6964744329452515, -0.22824178636074066, 0.2799549996852875,
      0.0732460469007492, 1.1133184432983398, 0.33800581097602844, 0.45440176129341125,
      0.4569401443004608, -0.8653713464736938, 0.7813079357147217, -0.926789402961731,
      0.2064163088798523, -0.3334478735923767
    ],
    ints: [-5, 3, 0, 9, 8, 9],
    wide: [100235979471, 608488427893],
    perm: [0, 3, 6, 4, 5, 2, 1],
    bern: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
  },
  {
    seed: 42,
    u32: [0.8822692632675171, 0.9150039553642273],
    u64: [0.06291016742457756, 0.12358607277440903],
    odd: [1.1561247110366821, 0.3964806795120239, -2.466057062149048],
    one: [0.362286205493289],
    block: [
      -1.748402801489203, 0.038435238263354446, -0.11824373914203358, -1.744556661084211,
      -0.46946014308389283, 0.45729973935936413, 0.5177154906533428, -0.2770635268170197,
      -0.664142915806146, 0.2494118796915765, 0.2615836907112959, -1.526543923410825,
      -0.33113931395169954, -0.6377842272222147, 0.10719882715742213, 0.7096149179654692,
      0.30085844543180795
    ],
    single: [
      0.01086814422160387, -0.33874234557151794, 0.7845868468284607, 0.02864718623459339,
      0.640755295753479, 0.5832474231719971, 1.0669267177581787, -0.4501533806324005,
      -0.6787529587745667, 0.5743160843849182, 0.4047577977180481, 0.17846599221229553,
      0.2649095058441162, 1.2731683254241943, -0.0013108636485412717, -0.30360376834869385,
      -0.9864386320114136, 0.12329912185668945
    ],
    ints: [9, -4, 11, 16, 10, 15],
    wide: [892267945708, 350210311022],
    perm: [5, 4, 2, 3, 1, 6, 0],
    bern: [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
  },
  {
    seed: -1,
    u32: [0.9937993884086609, 0.5713063478469849],
    u64: [0.5600645841090078, 0.9442999488455328],
    odd: [-1.5534698963165283, 0.5333110690116882, -1.7767601013183594],
    one: [-0.5546356453221097],
    block: [
      -0.261912578828645, -0.37221854392739123, -0.6611185132323121, 0.7156671826665468,
      -1.3476564860729492, 0.44573238810384563, -0.45291920059820123, -2.0870072140917926,
      0.6637060488066368, 0.027840482550860562, 2.1387850548559335, 1.7415873650907459,
      -1.180021673287519, -0.6973282242681804, -1.0896063659510218, 0.7485155086757321,
      0.6319615008297795
    ],
    single: [
      0.029602274298667908, -0.2307392954826355, -1.2814083099365234, 0.15812498331069946,
      -2.3514962196350098, -0.001561949960887432, 0.6817379593849182, -0.7743149995803833,
      -0.5805537700653076, -0.14519621431827545, -0.6827686429023743, -1.3027896881103516,
      1.1518292427062988, 0.20130053162574768, 0.1395150125026703, -0.7070897221565247,
      -0.2631515562534332, 1.8811429738998413
    ],
    ints: [8, 8, 8, 6, 7, 7],
    wide: [338716585584, 987728198791],
    perm: [2, 5, 3, 0, 6, 1, 4],
    bern: [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
  }
];

const uniform32 = (g: Generator, n: number): number[] => {
  const data = new Float32Array(n);
  g.fillUniform(data);
  return [...data];
};
const uniform64 = (g: Generator, n: number): number[] => {
  const data = new Float64Array(n);
  g.fillUniform(data);
  return [...data];
};
const normal = <T extends Float32Array | Float64Array>(g: Generator, data: T): number[] => {
  g.fillNormal(data);
  return [...data];
};
const integers = (g: Generator, n: number, low: number, high: number): number[] =>
  Array.from({ length: n }, () => g.integer(low, high));

function expectNear(found: readonly number[], expected: readonly number[], error: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((x, i) => expect(Math.abs(x - (expected[i] ?? NaN))).toBeLessThanOrEqual(error));
}

describe.each(drawn)('a generator seeded with $seed', (expected) => {
  it('draws what PyTorch draws, in the same order', () => {
    const g = new Generator().manualSeed(expected.seed);
    expect(uniform32(g, 2)).toEqual(expected.u32);
    expect(uniform64(g, 2)).toEqual(expected.u64);
    // An odd number of normal numbers leaves one over, which the next call takes.
    expectNear(normal(g, new Float32Array(3)), expected.odd, 3e-7);
    expectNear(normal(g, new Float64Array(1)), expected.one, 1e-15);
    expectNear(normal(g, new Float64Array(17)), expected.block, 2e-15);
    expect(normal(g, new Float32Array(18))).toEqual(expected.single);
    expect(integers(g, 6, -5, 17)).toEqual(expected.ints);
    expect(integers(g, 2, 0, 2 ** 40)).toEqual(expected.wide);
    expect([...g.permutation(7)]).toEqual(expected.perm);
    expect(Array.from({ length: 8 }, () => Number(g.bernoulli(0.3)))).toEqual(expected.bern);
  });
});

describe('seeds', () => {
  it('start the sequence anew, and forget the number that was left over', () => {
    const g = new Generator().manualSeed(3);
    const first = normal(g, new Float64Array(3));
    expect(normal(g.manualSeed(3), new Float64Array(3))).toEqual(first);
    expect(normal(g, new Float64Array(3))).not.toEqual(first);
  });

  it('count by their lower 32 bits', () => {
    const first = new Generator().manualSeed(7).random();
    expect(new Generator().manualSeed(2 ** 33 + 7).random()).toBe(first);
    expect(new Generator().manualSeed(-(2 ** 32) + 7).random()).toBe(first);
  });

  it('are whole numbers', () => {
    for (const seed of [0.5, NaN, Infinity, 2 ** 60]) {
      expect(() => new Generator().manualSeed(seed)).toThrow(TorchError);
    }
  });

  it('reach the default generator by manualSeed', () => {
    expect(manualSeed(0)).toBe(defaultGenerator);
    expect(uniform32(defaultGenerator, 1)).toEqual([0.49625658988952637]);
  });
});

describe('the twister', () => {
  it('gives the 10000th number that the C++ standard asks of mt19937', () => {
    const g = new Generator().manualSeed(5489);
    for (let i = 1; i < 10000; i++) g.random();
    expect(g.random()).toBe(4123659995);
  });

  it('puts two words together, the first one above', () => {
    const [a, b] = [new Generator().manualSeed(1), new Generator().manualSeed(1)];
    expect(a.random64()).toBe((BigInt(b.random()) << 32n) | BigInt(b.random()));
  });
});

describe('normal numbers', () => {
  it('are made one by one where memory is not in order', () => {
    const g = new Generator().manualSeed(0);
    const data = new Float32Array(20);
    g.fillNormal(data, false);
    expectNear(
      [...data.subarray(0, 3)],
      [1.5409960746765137, -0.293428897857666, -2.1787893772125244],
      3e-7
    );
  });
});
