internal import Glibc
internal import RecordingFormats
internal import Synchronization

/// A sound, through the desktop's own program `pw-play`, or else `aplay`.
public final class SoundOutlet: AlertOutlet {
  public let name = "sound"
  private let program: Program?
  private let own: String?
  private let surroundings: AlertSurroundings
  private let limit: Double
  /// The private file of the tones, once it is there.
  private let tones = Mutex<String?>(nil)

  /// Plays the file at `path`, or two soft tones.
  ///
  /// - Parameter limit: seconds that the sound may take.
  public init(path: String? = nil, in surroundings: AlertSurroundings, limit: Double = 10) {
    program =
      Program("pw-play", searchPath: surroundings.searchPath)
      ?? Program("aplay", arguments: ["--quiet"], searchPath: surroundings.searchPath)
    (own, self.surroundings, self.limit) = (path, surroundings, limit)
  }

  deinit {
    tones.withLock { path in if let path { _ = unlink(path) } }
  }

  /// Plays it to its end; an alert that is taken back makes no sound.
  public func deliver(_ alert: Alert) throws(AlertFailure) {
    guard alert.state == .given else { return }
    guard let program else {
      throw AlertFailure(
        outlet: name, reason: "neither pw-play nor aplay is there",
        remedy: "install one (on Debian: pipewire-bin or alsa-utils), or alert in another way")
    }
    let path = if let own { own } else { try tonesFile() }
    guard access(path, R_OK) == 0 else {
      throw AlertFailure(outlet: name, reason: "the sound file cannot be read", remedy: "look at \(path)")
    }
    let run = ProgramRun(program, ["--", path], in: surroundings, limit: limit)
    if let reason = run.trouble(program, limit: limit) {
      throw AlertFailure(
        outlet: name, reason: reason, remedy: "look whether this user has sound, and whether the file is one")
    }
  }

  /// Where the tones are: written at the first alert, and again where somebody has cleared them away.
  private func tonesFile() throws(AlertFailure) -> String {
    do throws(WritingError) {
      return try tones.withLock { kept throws(WritingError) in
        if let kept, access(kept, R_OK) == 0 { return kept }
        let path = "\(surroundings.folder)/spasm-alert-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).wav"
        try WholeFile.write(AlertTones.wave(), to: path, isPrivate: true)
        kept = path
        return path
      }
    } catch {
      throw AlertFailure(outlet: name, reason: error.message, remedy: "make room there, or name a sound file")
    }
  }
}
