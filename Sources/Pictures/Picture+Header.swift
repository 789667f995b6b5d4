internal import Events
internal import Scoring
internal import Signals

// What the picture is about, and what its signs mean.

extension Picture {
  func drawHeader(on sheet: inout Sheet) {
    sheet.skip(30)
    sheet.svg.text(caption.title, Sheet.edge, sheet.y, size: 19, isBold: true)
    for line in headerLines {
      sheet.skip(18)
      sheet.svg.text(line, Sheet.edge, sheet.y, size: 12.5)
    }
    sheet.skip(14)
  }

  private var headerLines: [String] {
    let (start, end) = (excerpt.span.lowerBound.value, excerpt.span.upperBound.value)
    var lines = [
      "\(shortened(caption.recording, to: 90)), channel \(excerpt.label), preset \(caption.preset), "
        + "from \(clock(start, decimals: 2)) to \(clock(end, decimals: 2)) (\(shortNumber(end - start)) s)"
    ]
    if caption.mistake != nil, caption.mistake?.truth == nil { lines.append("true:  nothing of the kind") }
    if let truth = caption.mistake?.truth {
      lines.append("true:  " + placed(truth.kind, truth.start, truth.end))
    }
    if let claim = caption.mistake?.claim {
      lines.append("claimed:  " + placed(claim.kind, claim.start, claim.end))
    } else if caption.mistake != nil {
      lines.append("claimed:  nothing there")
    }
    return lines + (episode.map(evidence) ?? [])
  }

  private func placed(_ kind: String, _ start: Double, _ end: Double) -> String {
    "\(kind), \(clock(start, decimals: 3)) to \(clock(end, decimals: 3)), \(shortNumber(end - start)) s"
  }

  private func evidence(of episode: Episode) -> [String] {
    let evidence = episode.evidence
    let unit = excerpt.unit
    var parts = [
      "+\(decimalText(evidence.ratio.value, decimals: 1)) dB over rest, "
        + "+\(decimalText(evidence.threshold.value, decimals: 1)) dB were needed",
      "RMS \(shortNumber(evidence.rms)) \(unit), peak \(shortNumber(evidence.peak)) \(unit), "
        + "rest \(shortNumber(evidence.restRMS)) \(unit)",
    ]
    if let motion = evidence.motion { parts.append("motion \(decimalText(motion.value, decimals: 3)) g") }
    if let turn = evidence.posture {
      parts.append("posture turned \(decimalText(turn.value, decimals: 0))\u{B0}")
    }
    if evidence.quality < 1 { parts.append("sound \(decimalText(evidence.quality * 100, decimals: 0)) %") }
    if evidence.blanked > 0 {
      parts.append("under heartbeats \(decimalText(evidence.blanked * 100, decimals: 0)) %")
    }
    parts.append("involuntary with p \(decimalText(episode.involuntary, decimals: 2))")
    return ["evidence:  " + parts.joined(separator: "; ")]
  }

  func drawLegend(on sheet: inout Sheet) {
    var flow = Flow(sheet: sheet)
    for kind in kindsShown { flow.add(kind, .box(Palette.colour(of: kind))) }
    if truths.contains(where: \.ignored) { flow.add("truth that counts neither way", .dashedBox) }
    flow.add("RMS of 50 ms", .line(.stroke(Palette.fast, 1.6)))
    flow.add("RMS of 200 ms", .line(.stroke(Palette.medium, 2)))
    flow.add("level of rest", .line(.stroke(Palette.rest, 1.8)))
    flow.add("an activity begins above (50 ms)", .line(.stroke(Palette.on, 1.4, dash: "7 4")))
    flow.add("begins above (200 ms)", .line(.stroke(Palette.on, 1.4, dash: "2 3")))
    flow.add("goes on above", .line(.stroke(Palette.off, 1.4, dash: "9 3 2 3")))
    flow.add("live: rest being learnt", .box("#bbbbbb"))
    flow.add("live: something goes on", .box(Palette.fast))
    flow.add("live: called a spasm", .box(Palette.call))
    if caption.mistake != nil { flow.add("what the picture is about", .box(Palette.focus)) }
    sheet = flow.sheet
    sheet.skip(30)
    sheet.svg.text(
      "A spasm here is sustained involuntary-looking activity. This describes the signal; it is not a diagnosis. "
        + "Not a medical device.", Sheet.edge, sheet.y, size: 11, colour: Palette.soft)
    sheet.skip(14)
  }

  /// The kinds of bars that are drawn, each once, in an order of their own.
  private var kindsShown: [String] {
    let shown = Set(
      truths.map(\.kind) + excerpt.episodes.map(\.kind.rawValue) + artefacts.map { _ in "artefact" })
    let order = ["spasm", "twitch", "brief", "ambiguous", "movement", "voluntary", "hold", "artefact"]
    return order.filter(shown.contains)
  }
}

/// Legend entries one after the other, line by line.
private struct Flow {
  enum Sign {
    case box(String)
    case dashedBox
    case line(SVG.Paint)
  }

  var sheet: Sheet
  private var x = Sheet.edge

  init(sheet: Sheet) {
    self.sheet = sheet
    self.sheet.skip(14)
  }

  mutating func add(_ text: String, _ sign: Sign) {
    let width = 34 + textWidth(text, size: 11) + 16
    if x + width > sheet.svg.width - Sheet.edge {
      x = Sheet.edge
      sheet.skip(18)
    }
    let y = sheet.y
    switch sign {
    case .box(let colour): sheet.svg.rectangle(x, y - 6, 28, 11, .fill(colour))
    case .dashedBox: sheet.svg.rectangle(x, y - 6, 28, 11, .stroke(Palette.soft, 1.2, dash: "3 2"))
    case .line(let paint): sheet.svg.line(x, y, x + 28, y, paint)
    }
    sheet.svg.text(text, x + 34, y + 4, size: 11)
    x += width
  }
}

/// The end of a long name, which tells more than its start.
func shortened(_ name: String, to limit: Int) -> String {
  name.count > limit ? "\u{2026}" + name.suffix(limit - 1) : name
}
