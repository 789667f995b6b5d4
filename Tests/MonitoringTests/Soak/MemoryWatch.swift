import Foundation
import Testing

/// What a process holds, in the mean: in its second hour, and in its last.
struct MemoryWatch: CustomStringConvertible {
  private typealias Use = (heap: Double, resident: Double)

  private var next = 3600.0
  private var sum: Use = (0, 0)
  private var count = 0
  private var hours: [Use] = []
  private static let interval = 60.0
  private static let looksAnHour = 60

  mutating func look(at time: Double) {
    guard time >= next else { return }
    next = time + Self.interval
    let now = Self.use()
    sum = (sum.heap + Double(now.heap), sum.resident + Double(now.resident))
    count += 1
    guard count == Self.looksAnHour else { return }
    hours.append((sum.heap / Double(count), sum.resident / Double(count)))
    (sum, count) = ((0, 0), 0)
  }

  /// Bytes in use on the heap (malloc_info(3)) and resident (/proc/self/statm).
  private static func use() -> (heap: Int, resident: Int) {
    let status = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    let pages = status.flatMap { Int($0[1]) } ?? 0
    return (heap(), pages * Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  private static func heap() -> Int {
    typealias Tell = @convention(c) (Int32, UnsafeMutablePointer<FILE>?) -> Int32
    guard let symbol = dlsym(nil, "malloc_info") else { return 0 }
    var (text, length) = (UnsafeMutablePointer<CChar>?.none, 0)
    let stream = open_memstream(&text, &length)
    _ = unsafeBitCast(symbol, to: Tell.self)(0, stream)
    fclose(stream)
    defer { free(text) }
    // The sums of all arenas come last.
    let lines = text.map { String(cString: $0).split(separator: "\n") } ?? []
    func size(_ what: String) -> Int {
      let line = lines.last { $0.hasPrefix("<\(what)") } ?? ""
      guard let name = line.range(of: "size=\"") else { return 0 }
      return Int(line[name.upperBound...].prefix { $0 != "\"" }) ?? 0
    }
    return size("system type=\"current\"") - size("total type=\"fast\"") - size("total type=\"rest\"")
      + size("total type=\"mmap\"")
  }

  func expectFlat() {
    guard let early = hours.first, let latest = hours.last, hours.count > 1 else {
      Issue.record("memory was not looked at")
      return
    }
    #expect(latest.heap <= 1.01 * early.heap)
    #expect(latest.resident <= 1.01 * early.resident)
  }

  var description: String {
    guard let early = hours.first, let latest = hours.last else { return "memory not looked at" }
    func told(_ bytes: Double) -> String { "\(Int(bytes / 1024)) KB" }
    return "heap in the second hour \(told(early.heap)), in the last \(told(latest.heap)); "
      + "resident \(told(early.resident)) and \(told(latest.resident)); "
      + "heap by hour \(hours.map { String(Int($0.heap / 1024)) }.joined(separator: " ")) KB"
  }
}
