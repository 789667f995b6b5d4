public import EpisodeRecorder
internal import Foundation
internal import Glibc
internal import Links
internal import Synchronization

/// Tells whoever of this user asks how a monitor fares: a socket of its own, on a thread of its own.
///
/// Who connects gets one JSON object and is hung up on. Nothing is read from it, so that there is nothing to be sent wrongly; one
/// that does not take its answer is left after a second. The monitor does not wait for any of that.
public final class StatusServer: Sendable {
  /// The socket's path.
  public let path: String
  private let isStopping = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  private static let prefix = "monitor-"
  private static let suffix = ".sock"
  /// How soon it hears that it is to end.
  private static let turn: Int32 = 200

  /// Answers in the folder at `folder` with what `answer` gives, from now on.
  ///
  /// What monitors that are no more have left there is taken away.
  ///
  /// - Throws: ``SessionError`` where the folder is not this user's alone, or there can be no socket.
  public init(
    in folder: String, pid: Int32? = nil, answer: @escaping @Sendable () -> [UInt8]
  ) throws(SessionError) {
    try PrivateFolder.make(folder)
    for path in Self.sockets(in: folder) where (try? ByteLink.open(.unix(path: path))) == nil { unlink(path) }
    path = "\(folder)/\(Self.prefix)\(pid ?? getpid())\(Self.suffix)"
    let listener: LinkListener
    do throws(LinkError) { listener = try LinkListener.listen(.unix(path: path)) } catch {
      throw SessionError(error.kind == .forbidden ? .forbidden : .failed, path: path, reason: error.reason)
    }
    // From here on the socket is its thread's alone.
    nonisolated(unsafe) let socket = listener
    let thread = Thread { [self] in
      serve(socket, answer)
      ended.signal()
    }
    thread.name = "status"
    thread.start()
  }

  /// Ends, and takes the socket away.
  public func stop() {
    guard !isStopping.exchange(true, ordering: .acquiringAndReleasing) else { return }
    ended.wait()
    unlink(path)
  }

  /// The sockets of monitors in a folder, dead ones too, in the order of their names.
  static func sockets(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { name in
      name.hasPrefix(prefix) && name.hasSuffix(suffix)
        && Int32(name.dropFirst(prefix.count).dropLast(suffix.count)) != nil
    }.map { "\(folder)/\($0)" }
  }

  private func serve(_ listener: LinkListener, _ answer: () -> [UInt8]) {
    while !isStopping.load(ordering: .acquiring) {
      guard let asking = try? listener.accept(waiting: Self.turn) else { continue }
      // The folder keeps others out; should it be opened, this does.
      guard asking.peerUser == geteuid() else { continue }
      _ = try? asking.write(answer())
    }
  }
}

/// Asks the monitors that run.
public enum StatusQuestion {
  /// How long a monitor may take to answer, in seconds.
  private static let patience = 2.0
  private static let longest = 1 << 22

  /// What the monitors with sockets in `folder` answer, the oldest process first; what does not answer is left out.
  public static func ask(in folder: String) -> [StatusReport] {
    guard PrivateFolder.trouble(of: folder) == nil else { return [] }
    return StatusServer.sockets(in: folder).compactMap(answer).sorted { $0.uptimeS > $1.uptimeS }
  }

  private static func answer(of path: String) -> StatusReport? {
    guard let link = try? ByteLink.open(.unix(path: path)), link.peerUser == geteuid() else { return nil }
    var bytes: [UInt8] = []
    let end = ContinuousClock.now + .seconds(patience)
    while ContinuousClock.now < end, bytes.count < longest {
      // It hangs up when all is said.
      guard let more = try? link.read(waiting: 100) else { return StatusReport(json: bytes) }
      bytes += more
    }
    return nil
  }
}
