import Signals
import Testing

@Suite struct SeededGeneratorTests {
  @Test func `the sequence is the published one`() {
    // As rand_xoshiro's `Xoshiro256StarStar::seed_from_u64(0)` gives it, and the authors' C code.
    var generator = SeededGenerator(seed: 0)
    #expect(
      (0..<4).map { _ in generator.next() } == [
        11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768,
        7_684_712_102_626_143_532,
      ])
  }

  @Test func `parts of one seed draw different numbers`() {
    var firsts = Set<UInt64>()
    for seed in UInt64(0)..<20 {
      for part in UInt64(0)..<20 {
        var generator = SeededGenerator(seed: seed, part: part)
        firsts.insert(generator.next())
      }
    }
    #expect(firsts.count == 400)
  }
}
