import Foundation
import SignalProcessing
import Signals
import Testing

@Suite struct FilterDesignTests {
  private func design(_ table: ReferenceTables.Response) -> [Biquad] {
    let (edge, rate) = (Hertz(table.edge), Hertz(table.rate))
    return switch table.kind {
    case "highPass": FilterDesign.butterworthHighPass(order: table.order, edge: edge, rate: rate)
    case "lowPass": FilterDesign.butterworthLowPass(order: table.order, edge: edge, rate: rate)
    default: [FilterDesign.notch(centre: edge, quality: Double(table.order), rate: rate)]
    }
  }

  @Test func `the tables hold every shape at every rate`() throws {
    let tables = try ReferenceTables.responses()
    let rates: Set = [200, 360, 1000, 1259.259259, 2000, 4000]
    #expect(Set(tables.map(\.rate)) == rates)
    for rate in rates {
      let here = tables.filter { $0.rate == rate }
      #expect(here.count { $0.kind == "highPass" } == 6)
      #expect(here.count { $0.kind == "lowPass" } == 5)
      #expect(here.contains { $0.kind == "notch" && $0.edge == 60 })
    }
  }

  @Test func `responses equal scipy's, to 0.01 dB in band and 0.05 dB down to -80 dB`() throws {
    for table in try ReferenceTables.responses() {
      let sections = design(table)
      for (hertz, expected) in zip(table.hertz, table.decibels) {
        let decibels = 10 * log10(sections.powerGain(at: hertz, rate: table.rate))
        let place = "\(table.kind) \(table.order) \(table.edge) Hz, fs \(table.rate), at \(hertz) Hz"
        if expected > -3.1 {
          #expect(abs(decibels - expected) < 0.01, "\(place)")
        } else if expected > -80 {
          #expect(abs(decibels - expected) < 0.05, "\(place)")
        } else {
          #expect(decibels < -79.9, "\(place)")
        }
      }
    }
  }

  @Test func `a Butterworth filter has half its power at the edge, whatever its order`() {
    for order in 1...9 {
      let high = FilterDesign.butterworthHighPass(order: order, edge: 20, rate: 1000)
      let low = FilterDesign.butterworthLowPass(order: order, edge: 20, rate: 1000)
      #expect(high.count == (order + 1) / 2)
      #expect(abs(high.powerGain(at: 20, rate: 1000) - 0.5) < 1e-9)
      #expect(abs(low.powerGain(at: 20, rate: 1000) - 0.5) < 1e-9)
      // High-pass and low-pass of one order and edge share their poles: together they pass everything.
      for hertz in stride(from: 1.0, to: 499, by: 7) {
        let sum = high.powerGain(at: hertz, rate: 1000) + low.powerGain(at: hertz, rate: 1000)
        #expect(abs(sum - 1) < 1e-9)
      }
    }
  }

  @Test func `a notch takes out its centre and leaves both ends`() {
    for rate in [360.0, 1259.259259, 4000] {
      let notch = [FilterDesign.notch(centre: 50, quality: 25, rate: Hertz(rate))]
      #expect(notch.powerGain(at: 50, rate: rate) < 1e-20)
      #expect(abs(notch.powerGain(at: 0, rate: rate) - 1) < 1e-12)
      #expect(abs(notch.powerGain(at: rate / 2, rate: rate) - 1) < 1e-12)
    }
  }

  @Test func `a power gain is never negative, not even at a zero`() {
    for rate in stride(from: 130.0, to: 4_000, by: 7.3) {
      for centre in [50.0, 60] {
        let notch = FilterDesign.notch(centre: Hertz(centre), quality: 25, rate: Hertz(rate))
        let gain = notch.powerGain(atFractionOfRate: centre / rate)
        #expect(gain >= 0 && gain < 1e-20, "\(centre) Hz, fs \(rate)")
      }
      let high = FilterDesign.butterworthHighPass(order: 4, edge: 20, rate: Hertz(rate))
      #expect((0...40).allSatisfy { high.powerGain(at: Double($0) * 1e-4, rate: rate) >= 0 })
    }
  }

  @Test func `all poles lie inside the unit circle`() throws {
    for table in try ReferenceTables.responses() {
      for section in design(table) {
        // The stability triangle of a second-order section.
        #expect(abs(section.a2) < 1 && abs(section.a1) < 1 + section.a2)
      }
    }
  }

  @Test func `an edge outside the band is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      _ = FilterDesign.butterworthLowPass(order: 2, edge: 100, rate: 200)
    }
    await #expect(processExitsWith: .failure) {
      _ = FilterDesign.butterworthHighPass(order: 2, edge: 0, rate: 200)
    }
    await #expect(processExitsWith: .failure) {
      _ = FilterDesign.butterworthHighPass(order: 0, edge: 20, rate: 200)
    }
  }
}
