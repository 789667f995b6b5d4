internal import Glibc
internal import Signals

/// What this process takes of the machine.
struct ProcessMeter {
  private var last: Seconds
  private var spent: Double

  /// A meter that begins to count at `now`.
  init(at now: Seconds) {
    last = now
    spent = Self.processorTime
  }

  /// The memory it holds, in bytes, and the share of a core that it took since it was last asked; nil where that cannot be told.
  mutating func use(at now: Seconds) -> (resident: Int64?, processor: Double?) {
    let time = Self.processorTime
    let span = (now - last).value
    let share = span > 0 ? (time - spent) / span : nil
    (last, spent) = (now, time)
    return (Self.residentBytes, share)
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The second number of /proc/self/statm (proc(5)), in pages.
  private static var residentBytes: Int64? {
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let fields = bytes.prefix(count).split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int64(String(decoding: fields[1], as: UTF8.self)) else { return nil }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
