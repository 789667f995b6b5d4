public import Signals

/// What a person does at the live screen, beside looking at it.
public enum ScreenAction: Hashable, Sendable {
  /// "That was one": the moment is marked.
  case mark
  /// "That was me moving": the spasm that goes on, or the last one that was settled, was none.
  case wasMovement
  /// A note, with a pain from 0 to 10 where one was told.
  case note(String, pain: Int?)
  case calibrate
  /// No alerts for ten minutes.
  case silence
  case quit
}

/// What a live screen is doing: which keys mean what, and which part of the picture is shown.
public struct ScreenState: Hashable, Sendable {
  /// What keys mean at the moment.
  public enum Mode: Hashable, Sendable {
    /// The picture runs.
    case watching
    /// The picture stands still; the monitoring goes on.
    case paused
    /// The keys are explained.
    case help
    /// A note is being typed.
    case typing(NoteLine)
    /// What was asked is whether a recording shall end.
    case confirmingQuit
  }

  /// What keys mean at the moment.
  public private(set) var mode = Mode.watching
  /// Whether the picture stands still.
  public private(set) var isPaused = false
  /// How much time the traces show.
  public private(set) var window: Seconds = 20
  /// The first channel that is shown, in every wearable.
  public private(set) var firstChannel = 0
  /// The first wearable that is shown.
  public private(set) var firstWearable = 0
  /// What is answered to the last action; nil when it has been there long enough.
  public private(set) var answer: String?
  private var answerEnd: Seconds = 0

  /// The times that the traces can show.
  public static let windows: [Seconds] = [5, 10, 20, 60]
  /// How long an answer is shown.
  static let answerSpan: Seconds = 2

  /// A screen that is watched, with traces of `window`, or of the nearest time that there is.
  public init(window: Seconds = 20) {
    let known = Self.windows.min { abs(($0 - window).value) < abs(($1 - window).value) }
    self.window = known ?? window
  }

  /// Takes a key, and gives what it asks for.
  public mutating func take(_ key: Key, isRecording: Bool) -> ScreenAction? {
    if key == .control("c") { return .quit }
    switch mode {
    case .watching, .paused: return takeWatching(key, isRecording: isRecording)
    case .help:
      mode = watched
      return nil
    case .confirmingQuit:
      mode = watched
      return key == .character("y") || key == .character("Y") ? .quit : nil
    case .typing(let line): return takeTyping(key, line)
    }
  }

  /// Shows an answer from `now` on, by any clock that does not go back.
  public mutating func say(_ answer: String, at now: Seconds) {
    self.answer = answer
    answerEnd = now + Self.answerSpan
  }

  /// Takes away an answer that has been there long enough.
  public mutating func advance(to now: Seconds) {
    if now >= answerEnd { answer = nil }
  }

  /// Keeps what is shown within what there is.
  mutating func keepWithin(channels: Int, wearables: Int) {
    firstChannel = max(0, min(firstChannel, channels))
    firstWearable = max(0, min(firstWearable, wearables))
  }

  /// What a mode on top gives way to.
  private var watched: Mode { isPaused ? .paused : .watching }

  private mutating func takeWatching(_ key: Key, isRecording: Bool) -> ScreenAction? {
    switch key {
    case .character("m"), .character(" "): return .mark
    case .character("v"): return .wasMovement
    case .character("c"): return .calibrate
    case .character("s"): return .silence
    case .character("n"): mode = .typing(NoteLine())
    case .character("?"), .character("h"): mode = .help
    case .character("p"):
      isPaused.toggle()
      mode = watched
    case .character("q"):
      guard isRecording else { return .quit }
      mode = .confirmingQuit
    case .character("+"), .character("="): changeWindow(by: 1)
    case .character("-"): changeWindow(by: -1)
    case .down: firstChannel += 1
    case .up: firstChannel = max(0, firstChannel - 1)
    case .right: firstWearable += 1
    case .left: firstWearable = max(0, firstWearable - 1)
    default: break
    }
    return nil
  }

  private mutating func takeTyping(_ key: Key, _ line: NoteLine) -> ScreenAction? {
    switch key {
    case .escape: mode = watched
    case .enter:
      mode = watched
      let (words, pain) = line.parts
      return words.isEmpty && pain == nil ? nil : .note(words, pain: pain)
    default:
      var line = line
      line.take(key)
      mode = .typing(line)
    }
    return nil
  }

  private mutating func changeWindow(by step: Int) {
    let place = Self.windows.firstIndex(of: window) ?? 0
    window = Self.windows[min(max(place + step, 0), Self.windows.count - 1)]
  }
}
