import SignalProcessing
import Signals
import Testing

@Suite struct FilterBankTests {
  private let all = SIMDMask<Lanes.MaskStorage>(repeating: true)

  @Test func `all eight lanes equal scipy's sosfilt, from rest and from a settled constant`() throws {
    let cases = try ReferenceTables.filtered()
    #expect(cases.count == 6)
    for reference in cases {
      var design = muscleBand(rate: reference.rate)
      for (k, centre) in reference.notches.enumerated() {
        design.append(
          FilterDesign.notch(
            centre: Hertz(centre), quality: 25 * Double(k + 1), rate: Hertz(reference.rate)))
      }
      var bank = FilterBank(design)
      if let level = reference.settledAt { bank.settle(at: Lanes(repeating: level), lanes: all) }
      let samples = (0..<reference.input[0].count).map { index in
        Lanes((0..<8).map { reference.input[$0][index] })
      }
      let output = filtered(samples, by: &bank)
      for lane in 0..<8 {
        // The impulse response of lane 0 has a scale of its own.
        let scale = reference.output[lane].reduce(0) { max($0, abs($1)) }
        for (sample, expected) in zip(output, reference.output[lane]) {
          #expect(abs(sample[lane] - expected) <= 1e-9 * scale, "fs \(reference.rate), lane \(lane)")
        }
      }
    }
  }

  @Test func `how samples are cut into blocks changes no bit`() {
    let samples = gaussian(1_500, seed: 7)
    for rate in [200.0, 1259.259259, 4000] {
      var whole = FilterBank(muscleBand(rate: rate))
      let expected = bits(filtered(samples, by: &whole))
      for length in [1, 2, 3, 7, 64, 499] {
        var bank = FilterBank(muscleBand(rate: rate))
        #expect(bits(filtered(samples, by: &bank, split: { _ in length })) == expected)
      }
      for seed in UInt64(0)..<5 {
        var generator = SeededGenerator(seed: seed)
        let lengths = (0..<1_500).map { _ in Int.random(in: 1...90, using: &generator) }
        var bank = FilterBank(muscleBand(rate: rate))
        #expect(bits(filtered(samples, by: &bank, split: { lengths[$0] })) == expected)
      }
    }
  }

  @Test func `a settled bank sees no step`() {
    let levels = Lanes(-300_000, -1, 0, 1, 12.5, 1_000, 300_000, 1e7)
    for design in [
      muscleBand(rate: 4000), FilterDesign.butterworthLowPass(order: 3, edge: 24, rate: 4000),
      [FilterDesign.notch(centre: 50, quality: 25, rate: 4000)],
    ] {
      var bank = FilterBank(design)
      bank.settle(at: levels, lanes: all)
      let gain = design.powerGain(at: 0, rate: 4000).squareRoot()
      let output = filtered(Array(repeating: levels, count: 4_000), by: &bank)
      for sample in output {
        for lane in sample.indices {
          #expect(abs(sample[lane] - gain * levels[lane]) <= 1e-9 * max(1, abs(levels[lane])))
        }
      }
    }
  }

  @Test func `settling touches the marked lanes alone`() {
    let samples = gaussian(300, seed: 3)
    var marked = SIMDMask<Lanes.MaskStorage>(repeating: false)
    for lane in [1, 6] { marked[lane] = true }
    var bank = FilterBank(muscleBand(rate: 1000))
    _ = filtered(samples, by: &bank)
    var settled = bank
    settled.settle(at: Lanes(repeating: 50), lanes: marked)
    let expected = filtered(samples, by: &bank)
    let output = filtered(samples, by: &settled)
    for lane in 0..<8 {
      let same = zip(expected, output).allSatisfy { $0[lane] == $1[lane] }
      #expect(same == !marked[lane], "lane \(lane)")
    }
  }

  @Test func `a lane does not hear its neighbours`() {
    let samples = gaussian(400, seed: 11)
    var together = FilterBank(muscleBand(rate: 1000))
    let expected = filtered(samples, by: &together)
    for lane in 0..<8 {
      var alone = FilterBank(muscleBand(rate: 1000))
      let only = samples.map { sample in
        // The others scream, or are not numbers at all.
        var others = Lanes(repeating: lane % 2 == 0 ? 1e300 : .nan)
        others[lane] = sample[lane]
        return others
      }
      let output = filtered(only, by: &alone)
      #expect(zip(expected, output).allSatisfy { $0[lane] == $1[lane] })
    }
  }

  @Test func `retuning to the same design changes no bit`() {
    let samples = gaussian(600, seed: 5)
    let design = muscleBand(rate: 1000)
    var bank = FilterBank(design)
    let expected = bits(filtered(samples, by: &bank))
    var retuned = FilterBank(design)
    var output = filtered(Array(samples[..<300]), by: &retuned)
    retuned.retune(design)
    output += filtered(Array(samples[300...]), by: &retuned)
    #expect(bits(output) == expected)
  }

  @Test func `retuning keeps the state and takes the new coefficients`() {
    let (old, new) = (50.0, 50.2)
    func notch(_ centre: Double) -> [Biquad] {
      [FilterDesign.notch(centre: Hertz(centre), quality: 25, rate: 1000)]
    }
    var bank = FilterBank(notch(old))
    let level = Lanes(repeating: 1_000)
    bank.settle(at: level, lanes: all)
    bank.retune(notch(new))
    // A notch passes a constant whatever its centre, and its settled state for one hardly depends on it.
    let output = filtered(Array(repeating: level, count: 1_000), by: &bank)
    #expect(output.allSatisfy { abs($0[0] - 1_000) < 5 })
    #expect(abs(output[999][0] - 1_000) < 1e-3)
    #expect(output[0] != level)
  }

  @Test func `retuning to another number of sections is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      var bank = FilterBank([.identity])
      bank.retune([.identity, .identity])
    }
  }

  @Test func `the identity leaves every bit`() {
    let samples = gaussian(50, seed: 1)
    var bank = FilterBank([.identity, .identity])
    #expect(bits(filtered(samples, by: &bank)) == bits(samples))
  }
}
