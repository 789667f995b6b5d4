import Events
import Fixtures
import RecordingFormats
import Signals
import SpasmDetection
import Testing

/// Recordings that nobody here made, replayed as their owners would.
@Suite(.enabled(if: Fixtures.shared("recordings") != nil))
struct RealRecordingTests {
  private func play(
    _ name: String, rate: Int? = nil, unit: String? = nil, chunk: Int? = nil
  ) throws -> (source: SourceDescription, played: Played) {
    var options = ReadingOptions()
    options.rate = rate.flatMap { SampleRate($0) }
    options.unit = unit
    let path = "\(try #require(Fixtures.shared("recordings")))/\(name)"
    let source = try openRecording(path: path, options: options)
    return (source.description, try Played(source, chunk: chunk))
  }

  /// The replay of a file tells the same for another chunk, and accounts for every frame.
  private func expectSound(
    _ name: String, rate: Int? = nil, unit: String? = nil, received: [Int64],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Played {
    let (source, played) = try play(name, rate: rate, unit: unit)
    let ledgers = try #require(played.summary, sourceLocation: sourceLocation).ledgers
    #expect(ledgers.map(\.received) == received, sourceLocation: sourceLocation)
    for (ledger, announced) in zip(ledgers, source.announcedFrames) {
      #expect(ledger.expected == ledger.received + ledger.lost, sourceLocation: sourceLocation)
      #expect(ledger.expected == announced ?? ledger.received, sourceLocation: sourceLocation)
      #expect(ledger.overrun == 0, sourceLocation: sourceLocation)
    }
    let (_, regrouped) = try play(name, rate: rate, unit: unit, chunk: 333)
    #expect(regrouped.lines == played.lines, sourceLocation: sourceLocation)
    return played
  }

  @Test(arguments: [
    ("game_0_1", 6000), ("game_0_2", 5400), ("game_0_3", 4800), ("game_1_1", 6600), ("game_1_2", 5550),
    ("game_1_3", 6000), ("game_2_1", 5550), ("game_2_2", 5850), ("game_2_3", 5700),
  ])
  func `OpenSignals: what a hand does from half a second on is found`(name: String, frames: Int64) throws {
    let played = try expectSound("opensignals/\(name).txt", received: [frames, frames])
    let long = played.episodes.filter { $0.episode.duration >= 0.3 }.map(\.episode)
    // Class 0 is rest; in the others the hand closes soon after the start and stays closed.
    #expect(name.hasPrefix("game_0") || long.contains { $0.onset < 1.5 })
    #expect(!name.hasPrefix("game_0") || long.allSatisfy { $0.kind != .spasm })
  }

  @Test(arguments: [("3Asitting", 38971, 4), ("6Asitting", 69374, 6)])
  func `a seated knee extension is sustained activity of the thigh's front`(
    name: String, frames: Int64, extensions: Int
  ) throws {
    let played = try expectSound("lower-limb-csv/\(name).csv", rate: 1000, unit: "mV", received: [frames])
    let times = try kneeExtensions(in: name)
    #expect(times.count == extensions)
    for (channel, muscle) in [(0, "Recto Femoral"), (2, "Vasto Medial")] {
      let spasms = played.episodes.filter { $0.channel == channel && $0.episode.kind == .spasm }.map(
        \.episode)
      for time in times {
        let covered = spasms.reduce(0) { $0 + shared($1, time) }
        #expect(covered > (time.upperBound - time.lowerBound) * 0.75, "\(muscle) in \(time)")
      }
    }
    #expect(played.episodes.allSatisfy { $0.episode.evidence.quality > 0.99 })
  }

  /// How long an episode and a span overlap.
  private func shared(_ episode: Episode, _ span: ClosedRange<Seconds>) -> Seconds {
    max(0, min(episode.offset, span.upperBound) - max(episode.onset, span.lowerBound))
  }

  /// When the knee's angle, the column that is not replayed, is below 45 degrees for three seconds or longer.
  private func kneeExtensions(in name: String) throws -> [ClosedRange<Seconds>] {
    let path = "\(try #require(Fixtures.shared("recordings")))/lower-limb-csv/\(name).csv"
    let lines = String(decoding: try bytes(ofFile: path), as: UTF8.self).split(whereSeparator: \.isNewline)
    let angles = lines.dropFirst().compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
    var extensions: [ClosedRange<Seconds>] = []
    var start: Int?
    for (index, angle) in (angles + [90]).enumerated() {
      if angle < 45 {
        start = start ?? index
      } else if let first = start {
        start = nil
        if index - first >= 3000 {
          extensions.append(Seconds(Double(first) / 1000)...Seconds(Double(index) / 1000))
        }
      }
    }
    return extensions
  }

  @Test func `gait is steps, and seldom sustained`() throws {
    let played = try expectSound("lower-limb-csv/6Agait.csv", rate: 1000, unit: "mV", received: [51376])
    let kinds = Dictionary(grouping: played.episodes, by: \.episode.kind).mapValues(\.count)
    #expect((kinds[.twitch] ?? 0) + (kinds[.brief] ?? 0) > 20)
    // Rest is learnt while walking, and some strides leave no half second between their bursts: in four signals of 50 s
    // a few run together, and no accelerometer explains them.
    #expect((kinds[.spasm] ?? 0) * 10 <= played.episodes.count)
  }

  @Test(arguments: ["35622-1_1", "35622-1_7"])
  func `Myo: whenever the hand is told to move, most of the forearm is active`(name: String) throws {
    let played = try expectSound("myo/\(name).txt", rate: 200, received: [12000])
    let long = played.episodes.filter { $0.episode.duration >= 1 && $0.episode.kind != .artefact }
    // The prompt goes on and off every 5 s; the last one is cut short by the hand's delay.
    for start in stride(from: 5.0, to: 50, by: 10) {
      let prompt = Seconds(start)...Seconds(start + 5)
      let active = Set(long.filter { shared($0.episode, prompt) >= 1.5 }.map(\.channel))
      #expect(active.count >= 5, "from \(start) s on: \(active.sorted())")
    }
  }

  @Test func `Myo: a hand that is told nothing still accounts for every frame`() throws {
    _ = try expectSound("myo/35622-1_0.txt", rate: 200, received: [12000])
  }

  @Test func `BioSPPy: bursts, five of them`() throws {
    let played = try expectSound("biosppy/emg_1.txt", received: [63880])
    for burst in [1.46, 15.46, 25.61, 26.32, 35.91] as [Seconds] {
      #expect(
        played.episodes.contains { abs(($0.episode.onset - burst).value) < 0.15 }, "at \(burst.value) s")
    }
    #expect(played.episodes.count <= 10)
    #expect(played.episodes.count { $0.episode.kind == .spasm } <= 1)
  }

  @Test(arguments: [("Biopac", 4734), ("Miotracker", 2637)])
  func `MuscleTracker: a few seconds without a rate`(name: String, frames: Int64) throws {
    _ = try expectSound("muscletracker/\(name)_10_1_1.txt", rate: 1000, received: [frames])
  }

  @Test func `a gentle contraction throughout is taken for rest`() throws {
    let played = try expectSound("emgdb/emg_healthy.txt", unit: "mV", received: [50860])
    #expect(played.episodes.allSatisfy { $0.episode.kind != .spasm })
  }

  @Test func `Trigno: what is missing of a truncated export is booked`() throws {
    let played = try expectSound(
      "trigno/truncated_trigno_sample.csv", received: [2519, 297, 297, 297, 297])
    let gaps = played.events.compactMap { if case .gap(let gap) = $0.body { gap } else { nil } }
    #expect(gaps.map(\.count) == [78622, 9249, 9249, 9249, 9249])
    #expect(gaps.allSatisfy { $0.cause == .truncated })
  }

  @Test func `WFDB: a heart alone holds no muscle, and nothing is called`() throws {
    let (source, played) = try play("wfdb/100.hea")
    #expect(source.streams.isEmpty && source.ignored.count == 2)
    #expect(played.events.map(\.type).filter { $0 != "note" } == ["recording", "summary"])
  }
}
