import Events
import Signals
import Testing

@testable import Monitoring
@testable import TerminalUI

@Suite struct LivePictureTests {
  private static let sizes = [1, 2, 5, 20, 39, 40, 41, 79, 80, 81, 139, 140, 200, 300]

  /// Wearables of so many channels, of which the last is in a spasm.
  private static let crowds = [0, 1, 4, 33].map { channels in
    var wearable = ScreenSample.wearable(
      (0..<channels).map { ("EMG \($0)", $0 == channels - 1 ? .spasm(since: 740) : .rest) })
    wearable.episodes = channels > 0 ? ScreenSample.episodes(channels: channels) : []
    return (channels, wearable)
  }

  @Test(arguments: sizes) func `no size is too small or too large, and alarms are always in sight`(
    columns: Int
  ) {
    for (channels, wearable) in Self.crowds {
      for rows in [1, 2, 3, 8, 11, 12, 13, 24, 60, 100] {
        let lines = ScreenSample.rows(
          [wearable], remarks: ScreenSample.remarks, columns: columns, rows: rows)
        #expect(lines.count == rows && lines.allSatisfy { $0.displayWidth <= columns })
        guard channels > 0, columns >= 20, rows >= 2 else { continue }
        #expect(lines.contains { $0.contains("SPASM") }, "\(columns)x\(rows), \(channels) channels")
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5]) func `the alarms of wearables that are not shown are told`(count: Int) {
    for first in 0..<count {
      for loud in 0..<count {
        var wearables = (0..<count).map {
          ScreenSample.wearable([("calf", .rest)], name: "tty:/dev/ttyACM\($0)")
        }
        wearables[loud].link = .lost(since: 700, reason: "unplugged")
        var state = ScreenState()
        for _ in 0..<first { _ = state.take(.right, isRecording: true) }
        let lines = ScreenSample.rows(wearables, state: state, columns: 80, rows: 24)
        #expect(lines.contains { $0.contains("NOTHING IS SEEN") })
        #expect(lines.contains { $0.contains("more wearable") } == (count > 2))
      }
    }
  }

  @Test func `what a person must not miss does without colour`() {
    var wearable = ScreenSample.allStates
    wearable.recording = .paused(path: "/x", reason: "the disk is full")
    let lines = ScreenSample.rows([wearable], columns: 80, rows: 24)
    for words in ["NOT RECORDING the disk is full", "SPASM 0:00:12", "electrode off"] {
      #expect(lines.contains { $0.contains(words) }, "\(words)")
    }
    wearable.link = .ended(reason: "unplugged")
    #expect(
      ScreenSample.rows([wearable], columns: 80, rows: 24).contains {
        $0.contains("NOTHING IS SEEN unplugged")
      })
  }

  @Test func `labels, names, reasons and remarks reach no terminal as orders`() {
    let evil = "x\u{1B}[2J\u{1B}]0;gotcha\u{7}\u{9B}31m\u{202E}\r\n"
    var wearable = ScreenSample.wearable(
      [(evil, .spasm(since: 740)), (evil, .electrodeOff(.flat))], name: evil)
    wearable.device = evil
    wearable.preset = evil
    wearable.recording = .paused(path: "/\(evil)", reason: evil)
    wearable.link = .lost(since: 700, reason: evil)
    wearable.episodes = ScreenSample.episodes(channels: 2)
    wearable.bout = CurrentBout(channel: 0, id: 1, start: 1, end: 2, spasms: 1)
    let remarks = [MonitorSnapshot.Remark(at: 1, text: evil, isWarning: true)]
    var state = ScreenState()
    state.say(evil, at: 0)
    for (columns, rows) in [(80, 24), (200, 60), (30, 8)] {
      for line in ScreenSample.rows(
        [wearable, wearable, wearable], remarks: remarks, state: state, columns: columns, rows: rows)
      {
        #expect(line.unicodeScalars.allSatisfy { $0.isPrintable })
      }
    }
  }

  @Test func `channels that are not shown are counted, and arrows bring them`() {
    let wearable = ScreenSample.wearable((1...32).map { ("EMG \($0)", .rest) })
    var screen = LiveScreen(snapshot: { _ in MonitorSnapshot(wearables: [wearable]) }, perform: { _ in "" })
    func lines() -> [String] {
      var cells = ScreenCells(columns: 80, rows: 24)
      screen.draw(on: &cells, at: 0)
      return (0..<24).map { cells.text(row: $0) }
    }
    #expect(lines().contains { $0.hasPrefix("24 more channels: down arrow") })
    for _ in 0..<100 {
      screen.take(.down, at: 0)
      _ = lines()
    }
    #expect(lines().contains { $0.hasPrefix("24 more channels: up arrow") })
    #expect(lines().contains { $0.hasPrefix("EMG 32 ") })
    // What was pressed too often does not have to be taken back.
    screen.take(.up, at: 0)
    #expect(lines().contains { $0.hasPrefix("24 more channels: up, down arrow") })
  }

  @Test func `a picture that stands still shows alarms all the same`() {
    var wearable = ScreenSample.wearable([("calf", .rest)])
    var actions: [ScreenAction] = []
    var screen = LiveScreen(snapshot: { _ in MonitorSnapshot(wearables: [wearable]) }) {
      actions.append($0)
      return "marked 12:03:10"
    }
    func lines(at now: Seconds) -> [String] {
      var cells = ScreenCells(columns: 80, rows: 24)
      screen.draw(on: &cells, at: now)
      return (0..<24).map { cells.text(row: $0) }
    }
    screen.take(.character("p"), at: 0)
    wearable.time = 800
    wearable.recording = .paused(path: "/x", reason: "the disk is full")
    #expect(
      lines(at: 0)[0].contains("0:12:23") && lines(at: 0)[2].hasPrefix("NOT RECORDING the disk is full"))
    #expect(lines(at: 0)[23].hasPrefix("PICTURE PAUSED"))
    screen.take(.character("m"), at: 1)
    #expect(lines(at: 2)[23].hasPrefix("marked 12:03:10") && actions == [.mark])
    #expect(!lines(at: 3)[23].contains("marked"))
    screen.take(.character("p"), at: 4)
    #expect(lines(at: 4)[0].contains("0:13:20"))
    screen.take(.control("c"), at: 5)
    #expect(screen.isOver && actions == [.mark, .quit])
  }
}
