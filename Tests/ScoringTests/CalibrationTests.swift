import Testing

@testable import Scoring

/// What was told of being involuntary, beside what was.
@Suite struct CalibrationTests {
  private func claim(_ start: Double, _ end: Double, _ likelihood: Double?, kind: String = "spasm")
    -> Prediction
  {
    Prediction(start: start, end: end, kind: kind, involuntary: likelihood)
  }

  private let truths = recording([
    truth("spasm", 100, 110), truth("spasm", 200, 210), truth("voluntary", 300, 310), truth("hold", 400, 410),
    truth("twitch", 500, 500.25), truth("spasm", 600, 610, ignored: true),
  ])

  @Test func `the figures are those of a calculation by hand`() throws {
    let calibration = try #require(
      details(
        truths,
        [
          claim(100, 110, 0.75), claim(200, 210, 0.75), claim(300, 310, 0.75), claim(400, 410, 0.5),
          claim(500, 500.25, 0.875, kind: "twitch"),
        ]
      ).calibration)
    #expect((calibration.count, calibration.observed) == (4, 0.75))
    #expect(
      calibration.bins == [
        .init(from: 0.7, count: 3, told: 0.75, observed: 0.667),
        .init(from: 0.8, count: 1, told: 0.875, observed: 1),
      ])
    // (3 × |0.75 - 2/3| + 1 × 0.125) / 4, and (2 × 0.0625 + 0.5625 + 0.015625) / 4.
    #expect((calibration.expectedError, calibration.brier) == (0.094, 0.176))
    #expect((calibration.holds, calibration.toldOfHolds) == (1, 0.5))
  }

  @Test func `claims of other kinds speak by the larger part of them, and artefacts not at all`() throws {
    let calibration = try #require(
      details(
        truths,
        [
          claim(300, 310, 0.125, kind: "movement"), claim(195, 205, 0.5, kind: "brief"),
          claim(303, 320, 0.5, kind: "brief"), claim(100, 110, 0, kind: "artefact"), claim(600, 610, 0.5),
          claim(900, 910, 0.5),
        ]
      ).calibration)
    #expect(calibration.bins.map(\.from) == [0.1, 0.5] && calibration.bins.map(\.observed) == [0, 1])
    #expect(calibration.count == 2 && calibration.holds == 0 && calibration.toldOfHolds == nil)
  }

  @Test func `a matched twitch speaks although it only comes near`() throws {
    let calibration = details(truths, [claim(500.35, 500.45, 0.9, kind: "twitch")]).calibration
    #expect(calibration?.count == 1 && calibration?.bins.first?.observed == 1)
  }

  @Test func `the ends of the scale have their bins`() throws {
    let calibration = try #require(
      details(truths, [claim(100, 110, 1), claim(300, 310, 0, kind: "movement")]).calibration)
    #expect(calibration.bins.map(\.from) == [0, 0.9])
    #expect((calibration.expectedError, calibration.brier) == (0, 0))
  }

  @Test func `claims that tell no likelihood are not calibrated`() {
    #expect(details(truths, [claim(100, 110, nil)]).calibration == nil)
  }
}
