import Events
import Fixtures
import Foundation
import RecordingFormats
import Signals
import Synchronization
import Testing

@testable import EpisodeRecorder

/// Several wearables in one session: each is recorded as if it were alone.
@Suite struct CompanionTests {
  private func begin(
    _ root: TemporaryFolder, _ calls: FileCalls = FileCalls()
  ) throws -> (first: SessionRecorder, second: SessionRecorder) {
    var settings = SmallRecording.settings()
    settings.companions = 1
    let first = try SessionRecorder(in: root.path, streams: SmallRecording.streams, settings: settings)
    let second = try SessionRecorder(
      companion: 2, of: first, streams: SmallRecording.streams, settings: SmallRecording.settings(calls))
    return (first, second)
  }

  @Test func `a further wearable has a folder in the session's, and each is a session of its own`() throws {
    let root = try TemporaryFolder()
    let (first, second) = try begin(root)
    SmallRecording(seconds: 12).play(into: first)
    SmallRecording(seconds: 7).play(into: second)
    try first.close()
    try second.close()
    #expect(second.folder.path == first.folder.path + "/wearable-2")
    #expect(first.folder.companions == [second.folder] && second.folder.companions.isEmpty)
    #expect(second.folder.id == "\(first.folder.id)/wearable-2" && second.folder.wearable == 2)
    #expect(LibraryFolder.sessionFolders(in: root.path) == [first.folder])
    for (folder, seconds) in [(first.folder, Int64(12)), (second.folder, 7)] {
      #expect(try problems(of: folder).isEmpty)
      let delivered = try SmallRecording.framesDelivered(by: SessionSource(path: folder.path))
      #expect(delivered == [[0..<seconds * 1000], [0..<seconds * 100]])
    }
    let reading = SessionReading(first.folder)
    #expect(
      reading.description?.companions == ["wearable-2"] && reading.manifest?.companions == ["wearable-2"])
    #expect(reading.listed.wearables == 2 && reading.listed.channels == 4 && reading.listed.state == .closed)
    #expect(throws: SessionError.self) {
      try SessionRecorder(
        companion: 2, of: first, streams: SmallRecording.streams, settings: SmallRecording.settings())
    }
  }

  @Test func `a session of one wearable says nothing of others`() throws {
    let root = try TemporaryFolder()
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings())
    try recorder.close()
    for path in [recorder.folder.description, recorder.folder.manifest] {
      #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("companions"))
    }
  }

  @Test func `cut anywhere, every wearable's part is mended by itself`() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<(evidence ? 300 : 15) {
      let root = try TemporaryFolder()
      let (first, second) = try begin(root)
      SmallRecording(seconds: 15).play(into: first)
      SmallRecording(seconds: 15).play(into: second)
      first.lock.release()
      second.lock.release()
      for folder in first.folder.wearables {
        for path in [folder.part(1), folder.events] {
          let length = try Data(contentsOf: URL(filePath: path)).count
          #expect(truncate(path, off_t(Int.random(in: 0...length, using: &random))) == 0)
        }
      }
      for folder in first.folder.wearables { _ = try SessionRepair(folder) }
      for folder in first.folder.wearables { #expect(try SessionVerification(folder).problems.isEmpty) }
      #expect(SessionReading(first.folder).listed.state == .repaired)
    }
  }

  @Test func `a power cut before the further wearable's folder was there leaves a sound session`() throws {
    let root = try TemporaryFolder()
    let (first, second) = try begin(root)
    SmallRecording(seconds: 3).play(into: first)
    first.lock.release()
    try FileManager.default.removeItem(atPath: second.folder.path)
    _ = try SessionRepair(first.folder)
    #expect(try SessionVerification(first.folder).problems.isEmpty)
    #expect(SessionReading(first.folder).listed.wearables == 1)
  }

  @Test func `a further wearable that has no room leaves the first one as it is`() throws {
    let root = try TemporaryFolder()
    let isFull = Atomic(false)
    var calls = FileCalls()
    let sound = FileCalls()
    calls.write = { descriptor, bytes, offset in
      // A full disk still takes other bytes in the place of those that it has.
      let grows = offset != EDFEncoding.recordCountOffset
      return grows && isFull.load(ordering: .relaxed)
        ? -Int(ENOSPC) : sound.write(descriptor, bytes, offset)
    }
    calls.create = { isFull.load(ordering: .relaxed) ? -ENOSPC : sound.create($0) }
    let (first, second) = try begin(root, calls)
    var news: [Health] = []
    second.onHealth = { if case .health(let health) = $0.body { news.append(health) } }
    first.onHealth = { event in Issue.record("the first one has trouble: \(event)") }
    for second in [first, second] { SmallRecording(seconds: 5).play(into: second) }
    isFull.store(true, ordering: .relaxed)
    for second in [first, second] { SmallRecording(seconds: 10).play(into: second, from: 5) }
    isFull.store(false, ordering: .relaxed)
    for second in [first, second] { SmallRecording(seconds: 20).play(into: second, from: 10) }
    try first.close()
    try second.close()
    #expect(news.map(\.condition) == [.pausedDiskFull, .resumed])
    for folder in first.folder.wearables {
      let problems = try problems(of: folder)
      #expect(problems.isEmpty, "\(folder.id): \(problems)")
    }
    let delivered = try SmallRecording.framesDelivered(by: SessionSource(path: first.folder.path))
    #expect(delivered == [[0..<20_000], [0..<2000]])
  }

  @Test func `one wearable that is closed or cut off does not close the other`() throws {
    let root = try TemporaryFolder()
    let (first, second) = try begin(root)
    SmallRecording(seconds: 3).play(into: first)
    try first.close()
    #expect(first.folder.isBeingRecorded && SessionReading(first.folder).listed.state == .recording)
    #expect(throws: SessionError.self) { try Deletion(first.folder) }
    SmallRecording(seconds: 6).play(into: second)
    try second.close()
    #expect(!first.folder.isBeingRecorded && SessionReading(first.folder).listed.state == .closed)
    #expect(throws: SessionError.self) { try Deletion(second.folder) }
    let deletion = try Deletion(first.folder)
    #expect(deletion.files == 10)
    try deletion.perform()
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
  }

  @Test func `a part that was taken away is missed`() throws {
    let root = try TemporaryFolder()
    let (first, second) = try begin(root)
    try second.close()
    try first.close()
    try FileManager.default.removeItem(atPath: second.folder.path)
    #expect(try problems(of: first.folder).contains { $0.hasPrefix("wearable-2: is missing") })
  }

  @Test func `a link to elsewhere is no part of a session`() throws {
    let root = try TemporaryFolder()
    let (first, second) = try begin(root)
    try FileManager.default.createSymbolicLink(
      atPath: first.folder.file("wearable-3"), withDestinationPath: second.folder.path)
    try FileManager.default.createDirectory(
      atPath: first.folder.file("wearable-02"), withIntermediateDirectories: false)
    #expect(first.folder.companions == [second.folder])
  }
}

/// Where the time of a further wearable lies.
@Suite struct SessionClockTests {
  /// Plays two wearables whose clocks run differently; gives their recorders, not closed.
  private func play(
    in root: TemporaryFolder, seconds: Int64
  ) throws -> (first: SessionRecorder, second: SessionRecorder) {
    let now = Mutex(0.0)
    var settings = SmallRecording.settings()
    settings.clock = { now.withLock { $0 } }
    settings.measuresClock = true
    let first = try SessionRecorder(in: root.path, streams: SmallRecording.streams, settings: settings)
    let second = try SessionRecorder(
      companion: 2, of: first, streams: SmallRecording.streams, settings: settings)
    var random = SeededGenerator(seed: 8)
    for tick in 0..<seconds {
      for (recorder, zero, drift) in [(first, 100.0, 20e-6), (second, 103.25, -35e-6)] {
        let delay = Double.random(in: 0.004...0.040, using: &random) - 0.004
        now.withLock { $0 = zero + Double(tick + 1) / (1 + drift) + delay }
        SmallRecording(seconds: tick + 1).play(into: recorder, from: tick)
      }
    }
    return (first, second)
  }

  @Test func `offset and drift are told at the end, within a millisecond and a few parts in a million`()
    throws
  {
    let root = try TemporaryFolder()
    let (first, second) = try play(in: root, seconds: 600)
    first.take(Event(at: 599, .device(DeviceState(drift: 19.5, jitter: 0.0123))))
    try first.close()
    try second.close()
    let clock = try #require(SessionReading(first.folder).manifest?.clock)
    #expect(clock.offset == 0 && clock.drift == 19.5)
    #expect(clock.jitter.map { abs($0 - 12.3) < 1e-9 } == true)
    let its = try #require(SessionReading(second.folder).manifest?.clock)
    #expect(abs(its.offset - 3.250065) < 0.001, "\(its)")
    #expect(abs((its.drift ?? 0) + 35) < 5 && its.jitter == nil, "\(its)")
  }

  @Test func `of a session that was cut off it is known as it was told last`() throws {
    let root = try TemporaryFolder()
    let (first, second) = try play(in: root, seconds: 200)
    for recorder in [first, second] { recorder.lock.release() }
    for folder in first.folder.wearables { _ = try SessionRepair(folder) }
    let its = try #require(SessionReading(second.folder).manifest?.clock)
    #expect(abs(its.offset - 3.25) < 0.005, "\(its)")
    #expect(try problems(of: second.folder).isEmpty)
  }

  @Test func `a moment of one is found in the other's time`() {
    let first = SessionClock(offset: 0, drift: 20)
    let second = SessionClock(offset: 3.25, drift: -35)
    let hour = second.time(3600, inThatOf: first)
    #expect(abs(hour - (3.25 + 3600 * (1 + 20e-6) / (1 - 35e-6))) < 1e-9)
    #expect(SessionClock(offset: -2).time(5, inThatOf: nil) == 3)
  }
}
