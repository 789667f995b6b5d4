internal import Events
internal import Glibc
internal import Signals
internal import SpasmDetection

// The signals as traces.

extension Picture {
  func drawSignals(on sheet: inout Sheet) {
    drawRaw(on: &sheet)
    sheet.skip(8)
    drawEnvelope(on: &sheet)
    sheet.skip(8)
    if let range = excerpt.motion.range {
      let limit = caption.motionLimit.value
      let texts = (name: "motion", unit: "g", limit: "moving above \(trimmed(limit)) g")
      drawMotion(excerpt.motion, range: range, limit: limit, texts, height: 84, on: &sheet)
      sheet.skip(8)
    }
    if let range = excerpt.posture.range {
      let limit = caption.postureLimit.value
      let texts = (name: "posture", unit: "degrees", limit: "other posture, \(trimmed(limit))\u{B0}")
      drawMotion(excerpt.posture, range: range, limit: limit, texts, height: 66, on: &sheet)
      sheet.skip(4)
    }
  }

  private func drawRaw(on sheet: inout Sheet) {
    let height = 130.0
    let top = sheet.panel(height, name: "raw signal", unit: excerpt.unit)
    guard let range = excerpt.rawRange else {
      sheet.svg.text(
        "no samples", (Sheet.left + Sheet.right) / 2, top + height / 2, anchor: .middle, colour: Palette.soft)
      return
    }
    let margin = max((range.upperBound - range.lowerBound) * 0.05, 1e-9)
    let scale = Scale(
      values: range.lowerBound - margin...range.upperBound + margin, start: top + height, end: top)
    sheet.axis(scale, ticks: scale.ticks(about: 7))
    sheet.svg.path(
      excerpt.raw.path(left: Sheet.left, width: Sheet.width, scale: scale), .stroke(Palette.raw, 0.8))
    if let all = excerpt.raw.range, all != range {
      let text = "rails beyond the scale: \(shortNumber(all.lowerBound)) to \(shortNumber(all.upperBound))"
      sheet.name(
        wrapped(text).map { (text: $0, y: top + 8, colour: Palette.soft) }, top: top, bottom: top + height)
    }
  }

  /// The words of a short text, in lines that fit beside a panel.
  private func wrapped(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, textWidth(last + " " + word, size: 11) < 1200 - Sheet.right - 20 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  private func drawEnvelope(on sheet: inout Sheet) {
    let height = 220.0
    let top = sheet.panel(height, name: "envelope, RMS", unit: "\(excerpt.unit), logarithmic")
    guard let values = envelopeRange else { return }
    let scale = Scale(values: values, start: top + height, end: top, isLogarithmic: true)
    sheet.axis(scale, ticks: scale.ticks(about: 9))
    func draw(_ columns: Columns, _ paint: SVG.Paint) {
      sheet.svg.path(columns.path(left: Sheet.left, width: Sheet.width, scale: scale), paint)
    }
    draw(excerpt.fast, .stroke(Palette.fast, 1.2))
    draw(excerpt.medium, .stroke(Palette.medium, 1.8))
    draw(excerpt.off, .stroke(Palette.off, 1.3, dash: "9 3 2 3"))
    draw(excerpt.mediumOn, .stroke(Palette.on, 1.3, dash: "2 3"))
    draw(excerpt.fastOn, .stroke(Palette.on, 1.3, dash: "7 4"))
    draw(excerpt.rest, .stroke(Palette.rest, 1.6))
    nameLevels(scale: scale, top: top, bottom: top + height, on: &sheet)
    for call in excerpt.calls where !call.isWithdrawal {
      let x = sheet.time.pixel(call.at.value)
      sheet.svg.line(x, top, x, top + height, .stroke(Palette.call, 1, dash: "1 3"))
    }
  }

  /// From somewhat under rest to somewhat over all that is shown.
  private var envelopeRange: ClosedRange<Double>? {
    let shown = [excerpt.fast, excerpt.medium, excerpt.rest, excerpt.fastOn].compactMap(\.range)
    guard let highest = shown.map(\.upperBound).max(), highest > 0 else { return nil }
    let lowest = shown.map(\.lowerBound).min() ?? highest
    // A dead signal has no logarithm: two decades under rest is as good as nothing.
    let ground = (excerpt.rest.range?.lowerBound ?? highest * 1e-2) * 1e-1
    return max(lowest * 0.8, ground, highest * 1e-5)...highest * 1.25
  }

  private func nameLevels(scale: Scale, top: Double, bottom: Double, on sheet: inout Sheet) {
    guard let rest = excerpt.rest.last, rest > 0 else {
      sheet.name([("rest not learnt yet", top + 20, Palette.soft)], top: top, bottom: bottom)
      return
    }
    var lines = [("rest \(shortNumber(rest)) \(excerpt.unit)", scale.pixel(rest), Palette.rest)]
    let limits = [
      (excerpt.off, "keeps on above", Palette.off), (excerpt.mediumOn, "begins, 200 ms", Palette.on),
      (excerpt.fastOn, "begins, 50 ms", Palette.on),
    ]
    for (columns, name, colour) in limits {
      guard let level = columns.last else { continue }
      let ratio = decimalText(20 * log10(level / rest), decimals: 1)
      lines.append(("\(name), +\(ratio) dB", scale.pixel(level), colour))
    }
    sheet.name(lines.map { (text: $0.0, y: $0.1, colour: $0.2) }, top: top, bottom: bottom)
  }

  private func drawMotion(
    _ columns: Columns, range: ClosedRange<Double>, limit: Double,
    _ texts: (name: String, unit: String, limit: String), height: Double, on sheet: inout Sheet
  ) {
    let top = sheet.panel(height, name: texts.name, unit: texts.unit)
    let scale = Scale(values: 0...max(limit * 1.6, range.upperBound * 1.08), start: top + height, end: top)
    sheet.axis(scale, ticks: scale.ticks(about: 3))
    sheet.svg.line(
      Sheet.left, scale.pixel(limit), Sheet.right, scale.pixel(limit), .stroke(Palette.on, 1.2, dash: "7 4"))
    sheet.svg.path(
      columns.path(left: Sheet.left, width: Sheet.width, scale: scale), .stroke(Palette.motion, 1.5))
    sheet.name([(texts.limit, scale.pixel(limit), Palette.on)], top: top, bottom: top + height)
  }
}

extension Excerpt {
  /// The range of the raw signal where it is not at a rail; of all of it where it is nowhere else.
  ///
  /// A rail is the converter's, thousands of microvolts beside tens of muscle: on its scale nothing else is seen.
  fileprivate var rawRange: ClosedRange<Double>? {
    var sound = raw
    let ratio = Double(flaws.count) / Double(raw.extremes.count)
    for column in flaws.indices where flaws[column].contains(.railed) {
      // Its flanks are steep, and may lie in the columns beside it.
      let first = Int(Double(column - 2) / ratio)
      let last = Int((Double(column + 3) / ratio).rounded(.up))
      sound.clear(first..<last)
    }
    return sound.range ?? raw.range
  }
}
