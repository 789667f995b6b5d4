import Events
import Fixtures
import Foundation
import Signals
import Synchronization
import Testing

@testable import EpisodeRecorder

/// Whatever call fails, whenever: what is on the disk is sound, and what is not is told.
@Suite struct DiskTroubleTests {
  /// Lets the calls from one to another fail.
  private final class Trouble: Sendable {
    let count = Atomic(0)
    let failing: Range<Int>
    let error: Int32

    init(_ failing: Range<Int>, _ error: Int32) { (self.failing, self.error) = (failing, error) }

    /// The calls, some of which fail; a failing write leaves half of what it was given.
    func calls(partly: Bool) -> FileCalls {
      var calls = FileCalls()
      let sound = FileCalls()
      calls.write = { descriptor, bytes, offset in
        guard self.isFailing else { return sound.write(descriptor, bytes, offset) }
        if partly, bytes.count > 1 {
          return sound.write(
            descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), offset)
        }
        return -Int(self.error)
      }
      calls.create = { self.isFailing ? -self.error : sound.create($0) }
      calls.sync = { self.isFailing ? -self.error : sound.sync($0) }
      return calls
    }

    private var isFailing: Bool { failing.contains(count.wrappingAdd(1, ordering: .relaxed).oldValue) }
  }

  @Test(arguments: [ENOSPC, EIO], [1, 40])
  func `after any failing call the session is sound, and monitoring went on`(error: Int32, length: Int) throws
  {
    // The first calls make the folder's own files: without them there is no session.
    for first in stride(from: 6, to: 130, by: evidence ? 1 : 7) {
      let root = try TemporaryFolder()
      let trouble = Trouble(first..<first + length, error)
      let recorder = try SessionRecorder(
        in: root.path, streams: SmallRecording.streams,
        settings: SmallRecording.settings(trouble.calls(partly: first % 2 == 0)))
      var news: [Health] = []
      recorder.onHealth = { if case .health(let health) = $0.body { news.append(health) } }
      SmallRecording(seconds: 30).play(into: recorder)
      do { try recorder.close() } catch {
        recorder.lock.release()
        _ = try SessionRepair(recorder.folder)
      }
      let problems = try problems(of: recorder.folder)
      #expect(problems.isEmpty, "calls from \(first): \(problems)")
      let delivered = try SmallRecording.framesDelivered(by: SessionSource(path: recorder.folder.path))
      let frames = delivered[0].reduce(0) { $0 + $1.count }
      // A pause lasts until the next try a second later, and loses what came meanwhile, no more.
      let pauses = news.filter { [.pausedDiskFull, .pausedFailure].contains($0.condition) }.count
      #expect(frames >= 30_000 - 1000 * (pauses + length), "calls from \(first): \(frames) frames, \(news)")
      if frames < 30_000 { #expect(pauses > 0, "calls from \(first): silently lost") }
      for (pause, health) in news.enumerated() where health.condition == .pausedDiskFull {
        #expect(error == ENOSPC && health.detail?.isEmpty == false, "\(pause)")
      }
    }
  }

  @Test func `events go on while signals have no room`() throws {
    let root = try TemporaryFolder()
    var calls = FileCalls()
    calls.freeSpace = { _ in 1 << 20 }
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings(calls))
    SmallRecording(seconds: 3).play(into: recorder)
    recorder.take(Event(at: 2, channel: 0, .onset(1.5)))
    // What is on the disk now is what is left after a power cut.
    let log = try String(contentsOfFile: recorder.folder.events, encoding: .utf8)
    #expect(log.contains("paused_disk_full") && log.contains("onset_s"))
    try recorder.close()
    #expect(recorder.folder.parts.isEmpty)
    #expect(try problems(of: recorder.folder).isEmpty)
  }

  @Test func `a session whose folder is taken away says so within a second, and at its end`() throws {
    let root = try TemporaryFolder()
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings())
    var news: [Health] = []
    recorder.onHealth = { if case .health(let health) = $0.body { news.append(health) } }
    SmallRecording(seconds: 3).play(into: recorder)
    #expect(news.isEmpty)
    try FileManager.default.removeItem(atPath: recorder.folder.path)
    recorder.sync()
    #expect(news.map(\.condition) == [.pausedFailure])
    #expect(news.first?.detail?.contains("removed or moved away") == true)
    let error = #expect(throws: SessionError.self) { try recorder.close() }
    #expect(error?.reason.contains("is not closed") == true)
  }

  @Test func `the header of a part that ended in trouble is finished when the disk is well again`() throws {
    let root = try TemporaryFolder()
    let (sound, count) = (FileCalls(), Counter())
    var calls = sound
    calls.write = { descriptor, bytes, offset in
      // Some seconds in which nothing at all is written.
      (60..<80).contains(count.next()) ? -Int(EIO) : sound.write(descriptor, bytes, offset)
    }
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings(calls))
    var news: [Health.Condition] = []
    recorder.onHealth = { if case .health(let health) = $0.body { news.append(health.condition) } }
    SmallRecording(seconds: 60).play(into: recorder)
    try recorder.close()
    #expect(news == [.pausedFailure, .resumed] && recorder.folder.parts.count == 2)
    #expect(try problems(of: recorder.folder).isEmpty)
  }

  /// Counts calls, from whatever thread.
  private final class Counter: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
  }

  @Test func `a disk that fills is told of hours before, each level once`() {
    var guardian = SpaceGuard()
    var told: [Double] = []
    var free: Int64 = 20 * 3600 * 50_000
    for minute in 0..<20 * 60 where guardian.isDue(at: Seconds(Double(minute) * 60)) {
      if let hours = guardian.look(free: free, rate: 50_000) { told.append(hours) }
      free -= 60 * 50_000
    }
    #expect(told.map { ($0 * 100).rounded() / 100 } == [11.98, 5.98, 2.98, 0.98, 0.23])
  }
}
