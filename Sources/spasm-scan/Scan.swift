internal import BluetoothLink
internal import Foundation
internal import Links
internal import Signals

/// Looks for devices on Bluetooth Low Energy and prints them, a line each: `spasm-scan [SECONDS [ADAPTER]]`.
///
/// A line holds, between tabs, the address with its kind, the strength in dBm or `-`, and the name.
///
/// It is apart from `spasm` because looking takes a right that streaming does not: what has the right is this small.
@main struct Scan {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    let seconds = words.first.map { Double($0) } ?? 5
    let adapter = words.dropFirst().first.map { Int($0) }
    guard let seconds, (0.1...60).contains(seconds), adapter != .some(nil), words.count <= 2 else {
      say("usage: spasm-scan [SECONDS [ADAPTER]]: looks for 0.1 to 60 s (5), by the adapter of that number")
      exit(EX_USAGE)
    }
    let scan = BluetoothScan(adapter: adapter ?? nil, now: now)
    do throws(LinkError) {
      for device in try scan.run(for: Seconds(seconds)).devices {
        let strength = device.strength.map { "\($0)" } ?? "-"
        print(device.address, strength, device.data.name ?? "", separator: "\t")
      }
    } catch {
      say(error.message)
      exit(error.kind == .forbidden ? EX_NOPERM : EX_UNAVAILABLE)
    }
  }

  private static func now() -> Seconds {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Seconds(Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
  }

  private static func say(_ line: String) {
    FileHandle.standardError.write(Data("spasm-scan: \(line)\n".utf8))
  }
}
