import Events
import Fixtures
import Monitoring
import Signals
import Testing

/// What a recording tells does not depend on how its samples come.
@Suite struct ChunkInvarianceTests {
  static let chunks: [Int?] = [1, 7, 4096, 100_000]

  @Test(arguments: try replayableFixtures())
  func `a fixture tells the same for every chunk`(name: String) throws {
    let whole = try Played(openFixture(name))
    for chunk in Self.chunks {
      let played = try Played(openFixture(name), chunk: chunk)
      #expect(played.lines == whole.lines, "chunks of \(chunk ?? 0) frames")
    }
  }

  @Test(arguments: try replayableFixtures())
  func `the header comes first, the summary last, and the account balances`(name: String) throws {
    let source = try openFixture(name)
    let played = try Played(source)
    #expect(played.events.first?.type == "recording")
    #expect(played.events.count { $0.type == "recording" || $0.type == "summary" } == 2)
    #expect(played.events.last?.type == "summary")
    let told = played.events.dropFirst().dropLast()
    for (event, next) in zip(told, told.dropFirst()) { #expect(!next.precedes(event)) }
    let ledgers = try #require(played.summary).ledgers
    let counted = try count(openFixture(name))
    #expect(ledgers.map(\.received) == counted.map(\.received))
    for (stream, ledger) in ledgers.enumerated() {
      #expect(ledger.expected == ledger.received + ledger.lost + ledger.overrun)
      #expect(ledger.expected == max(counted[stream].end, source.description.announcedFrames[stream] ?? 0))
    }
    let gaps = played.events.compactMap { if case .gap(let gap) = $0.body { gap.count } else { nil } }
    #expect(gaps.reduce(0, +) == ledgers.reduce(0) { $0 + $1.lost + $1.overrun })
  }

  /// The frames that each stream of `source` delivers, and the index after its last one.
  private func count(_ source: any BlockSource) throws -> [(received: Int64, end: Int64)] {
    var counted = source.description.streams.map { _ in (received: Int64(0), end: Int64(0)) }
    var block = Block()
    while true {
      switch try source.next(into: &block) {
      case .block:
        counted[block.stream].received += Int64(block.frameCount)
        counted[block.stream].end = block.endIndex
      case .annotation, .news, .idle: continue
      case .end: return counted
      }
    }
  }

  @Test(arguments: ["annotated.edf", "annotated.bdf", "plus.edf", "interrupted.edf"])
  func `a recording's remarks become notes, in their place`(name: String) throws {
    var remarks: [Annotation] = []
    let source = try openFixture(name)
    var block = Block()
    loop: while true {
      switch try source.next(into: &block) {
      case .block: continue
      case .annotation(let annotation): remarks.append(annotation)
      case .news, .idle, .end: break loop
      }
    }
    #expect(!remarks.isEmpty)
    for chunk in [nil] + Self.chunks {
      let played = try Played(openFixture(name), chunk: chunk)
      let notes = played.events.compactMap { if case .note(let note) = $0.body { note } else { nil } }
      #expect(notes == remarks)
    }
  }

  @Test(arguments: [1, 10, 1000]) func `a remark is noted between the samples it came between`(chunk: Int)
    throws
  {
    let second = { Block.counting(from: $0 * 1000, frames: 1000) }
    let remark = Annotation(onset: 0.5, text: "cramp")
    let source = ListedSource(
      [.muscle()], [.block(second(0)), .block(second(1)), .annotation(remark), .block(second(2))])
    let played = try Played(source, chunk: chunk)
    let note = try #require(played.events.first { $0.type == "note" })
    #expect(note.at == 2)
  }
}
