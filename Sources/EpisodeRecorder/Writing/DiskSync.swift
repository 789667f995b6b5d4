internal import Dispatch
internal import Synchronization

/// Sees to it that what was written is on the disk, beside the thread that monitors.
///
/// A disk may take a second to confirm; a muscle is not kept waiting for it. While one round goes on, another is not begun.
final class DiskSync: Sendable {
  private let queue: DispatchQueue?
  private let isBusy = Atomic(false)
  private let failure = Atomic<Int32>(0)

  /// In the background, or at once.
  init(inBackground: Bool) {
    queue = inBackground ? DispatchQueue(label: "SpasmKit.sync", qos: .utility) : nil
  }

  /// The error number of a round that failed since this was asked last; 0 for none.
  func takeFailure() -> Int32 { failure.exchange(0, ordering: .relaxed) }

  /// Has something done that must not be left out, and that tells a negative error number where it fails.
  func run(_ body: @escaping @Sendable () -> Int32) {
    let step = { @Sendable in
      let result = body()
      if result < 0 { self.failure.store(-result, ordering: .relaxed) }
    }
    if let queue { queue.async(execute: step) } else { step() }
  }

  /// Syncs the files in order: what the later ones depend on comes first.
  func sync(_ files: [AppendedFile]) {
    guard !isBusy.exchange(true, ordering: .acquiring) else { return }
    let round = { @Sendable in
      for file in files {
        let result = file.sync()
        if result < 0 { self.failure.store(-result, ordering: .relaxed) }
      }
      self.isBusy.store(false, ordering: .releasing)
    }
    if let queue { queue.async(execute: round) } else { round() }
  }

  /// Waits for what goes on.
  func finish() { queue?.sync {} }
}
