import Foundation
import Testing

/// What a process holds: after an hour, and from then on.
struct MemoryWatch: CustomStringConvertible {
  private var next = 3600.0
  private var early: (heap: Int, resident: Int)?
  private var latest: (heap: Int, resident: Int)?
  private var most: (heap: Int, resident: Int) = (0, 0)
  private static let interval = 600.0

  mutating func look(at time: Double) {
    guard time >= next else { return }
    next = time + Self.interval
    let now = Self.use()
    early = early ?? now
    latest = now
    most = (max(most.heap, now.heap), max(most.resident, now.resident))
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
    guard let early, let latest else {
      Issue.record("memory was not looked at")
      return
    }
    #expect(Double(latest.resident) <= 1.01 * Double(early.resident))
    #expect(Double(most.heap) <= 1.01 * Double(early.heap) + 65_536)
  }

  var description: String {
    guard let early, let latest else { return "memory not looked at" }
    func told(_ name: String, _ part: ((heap: Int, resident: Int)) -> Int) -> String {
      "\(name) \(part(early) >> 10) KB after an hour, \(part(latest) >> 10) at the end, \(part(most) >> 10) at the most"
    }
    return told("heap", { $0.heap }) + "; " + told("resident", { $0.resident })
  }
}
