import Foundation
import Monitoring
import Signals
import Testing

@testable import TerminalUI

/// Whole screens as text, held to the files in `Screens`.
@Suite struct GoldenScreenTests {
  /// A screen that is held to its file.
  enum Scene: String, CaseIterable {
    case allStates = "all-states"
    case oneChannel = "one-channel"
    case manyChannels = "32-channels"
    case twoWearables = "two-wearables"
    case alarms
    case help
    case typing
    case confirming
    case paused

    func rows(columns: Int, rows: Int) -> [String] {
      var state = ScreenState()
      var wearables = [ScreenSample.allStates]
      switch self {
      case .allStates: break
      case .oneChannel:
        wearables = [ScreenSample.wearable([("calf left", .spasm(since: ScreenSample.time - 6))])]
      case .manyChannels:
        wearables = [
          ScreenSample.wearable((1...32).map { ("EMG \($0)", $0 == 32 ? .spasm(since: 740) : .rest) })
        ]
        for _ in 0..<3 { _ = state.take(.down, isRecording: true) }
      case .twoWearables:
        wearables = [
          ScreenSample.wearable(
            [("calf left", .rest), ("calf right", .spasm(since: 700))], name: "tty:/dev/ttyACM0"),
          ScreenSample.wearable([("back", .rest)], name: "tty:/dev/ttyACM1"),
        ]
        wearables[1].link = .lost(since: 733, reason: "unplugged")
      case .alarms:
        wearables[0].recording = .paused(path: "/x/y", reason: "the disk is full")
        wearables[0].link = .lost(since: 733, reason: "unplugged")
        wearables[0].ledger.miss(20_000, cause: .lost)
        wearables[0].state.battery = 0.08
        wearables[0].hoursLeft = 0.2
      case .help: _ = state.take(.character("?"), isRecording: true)
      case .typing: for key in "n7 after lifting" { _ = state.take(.character(key), isRecording: true) }
      case .confirming: _ = state.take(.character("q"), isRecording: true)
      case .paused:
        _ = state.take(.character("p"), isRecording: true)
        state.say("marked 12:03:10", at: 0)
      }
      return ScreenSample.rows(
        wearables, remarks: ScreenSample.remarks, state: state, columns: columns, rows: rows)
    }
  }

  /// What is asked in the last row is the same on every size.
  static let large: [Scene] = [.allStates, .oneChannel, .manyChannels, .twoWearables, .alarms]

  @Test(arguments: Scene.allCases.map { ($0, 80, 24) } + large.map { ($0, 200, 60) })
  func `a screen is as it was drawn before`(scene: Scene, columns: Int, rows: Int) throws {
    let drawn = scene.rows(columns: columns, rows: rows)
    let name = "\(scene.rawValue)-\(columns)x\(rows)"
    let file = try #require(Bundle.module.url(forResource: "Screens/\(name)", withExtension: "txt"))
    let expected = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    for (row, line) in drawn.enumerated() {
      #expect(row < expected.count && line == expected[row], "\(name):\(row + 1)")
    }
    #expect(expected.count == drawn.count + 1)
  }
}
