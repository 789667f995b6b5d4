internal import Glibc

/// Frames out of a byte stream, however it is cut.
///
/// Memory is fixed: the longest frame, stuffed and not. After damage it goes on at the next zero.
public struct Deframer: ~Copyable {
  private let stuffed: UnsafeMutableRawBufferPointer
  private let plain: UnsafeMutableRawBufferPointer
  /// Bytes of a frame that has begun; more than fit where it is too long.
  private var held = 0

  /// A deframer that waits for the beginning of a frame.
  public init() {
    stuffed = .allocate(byteCount: Stuffing.most(WireLimit.frame), alignment: 8)
    plain = .allocate(byteCount: Stuffing.most(WireLimit.frame), alignment: 8)
  }

  deinit {
    stuffed.deallocate()
    plain.deallocate()
  }

  /// Takes bytes and hands each frame that they end to `frame`, decoded or with its error, with its bytes; these are
  /// valid during the call.
  ///
  /// - Complexity: O(n); allocates nothing for a frame of samples.
  public mutating func take(
    _ bytes: UnsafeRawBufferPointer, _ frame: (Result<Frame, WireError>, UnsafeRawBufferPointer) -> Void
  ) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      guard let zero = memchr(start, 0, rest.count) else { return hold(rest) }
      let length = UnsafeRawPointer(zero) - start
      let part = UnsafeRawBufferPointer(rebasing: rest[..<length])
      rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
      if held == 0 {
        if !part.isEmpty { finish(part, frame) }
      } else {
        hold(part)
        let whole = UnsafeRawBufferPointer(rebasing: stuffed[..<min(held, stuffed.count)])
        if held > stuffed.count { frame(.failure(.tooLong), whole) } else { finish(whole, frame) }
      }
      held = 0
    }
  }

  private mutating func hold(_ part: UnsafeRawBufferPointer) {
    let room = max(0, stuffed.count - held)
    if room > 0, !part.isEmpty {
      UnsafeMutableRawBufferPointer(rebasing: stuffed[held...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: part.prefix(room)))
    }
    // What does not fit is counted and let go; the count stops where it is too long anyway.
    held = min(held + part.count, stuffed.count + 1)
  }

  private func finish(
    _ part: UnsafeRawBufferPointer, _ frame: (Result<Frame, WireError>, UnsafeRawBufferPointer) -> Void
  ) {
    guard part.count <= plain.count else { return frame(.failure(.tooLong), part) }
    guard let length = Stuffing.unstuff(part, to: plain) else { return frame(.failure(.badCOBS), part) }
    let bytes = UnsafeRawBufferPointer(rebasing: plain[..<length])
    do throws(WireError) {
      frame(.success(try Frame(bytes, needsCheck: true)), bytes)
    } catch {
      frame(.failure(error), bytes)
    }
  }
}
