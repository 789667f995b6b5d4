internal import Events
public import Signals

/// `value` with exactly `decimals` decimals, or a dash when it is not a number.
func fixedText(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  let text = decimalText(value, decimals: decimals)
  guard decimals > 0 else { return text }
  let point = text.firstIndex(of: ".")
  let there = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  return text + (point == nil ? "." : "") + String(repeating: "0", count: max(0, decimals - there))
}

/// A time from the start as `h:mm:ss.s`, or `h:mm:ss` without tenths.
public func clockText(_ time: Seconds, tenths: Bool = true) -> String {
  guard time.value.isFinite, time.value.magnitude < 1e12 else { return "–" }
  let all = Int((time.value.magnitude * (tenths ? 10 : 1)).rounded(.down))
  let seconds = tenths ? all / 10 : all
  let clock = "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  return (time.value < 0 ? "-" : "") + clock + (tenths ? ".\(all % 10)" : "")
}

/// A span of time as people say it: `0.24 s`, `12.3 s`, `15 min 04 s`, `7 h 05 min`.
public func spanText(_ span: Seconds) -> String {
  guard span.value.isFinite, span.value.magnitude < 1e12 else { return "–" }
  if span < 9.995 { return fixedText(span.value, decimals: 2) + " s" }
  if span < 59.95 { return fixedText(span.value, decimals: 1) + " s" }
  let seconds = Int(span.value.rounded())
  if seconds < 3600 { return "\(seconds / 60) min \(two(seconds % 60)) s" }
  return "\(seconds / 3600) h \(two(seconds / 60 % 60)) min"
}

/// A span of time where there is little room: `0.24 s`, `12.3 s`, `15m04s`, `7h05m`.
func shortSpanText(_ span: Seconds) -> String {
  guard span >= 59.95 else { return spanText(span) }
  return String(spanText(span).filter { !" ins".contains($0) }) + (span.value.rounded() < 3600 ? "s" : "")
}

/// A share as a percentage: with a decimal below ten, and never 0 % for what is there.
func percentText(_ share: Double) -> String {
  if share > 0, share < 0.0005 { return "under 0.1 %" }
  return fixedText(share * 100, decimals: share > 0 && share < 0.0995 ? 1 : 0) + " %"
}

/// `1 spasm`, `2 spasms`.
func counted(_ number: Int, _ word: String, _ plural: String? = nil) -> String {
  "\(number) \(number == 1 ? word : plural ?? word + "s")"
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
