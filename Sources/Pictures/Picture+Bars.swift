internal import Events
internal import Scoring
internal import Signals
internal import SpasmDetection

// What was true, what was claimed, what was said live, and what was wrong with the signal.

extension Picture {
  func drawBars(on sheet: inout Sheet) {
    if caption.truth != nil { sheet.bars(truths.map(bar), name: "truth") }
    sheet.bars(excerpt.episodes.map(bar), name: "verdict")
    drawLive(on: &sheet)
    if !artefacts.isEmpty {
      let bars = artefacts.map { artefact in
        Bar(start: artefact.start, end: artefact.end, kind: "artefact", texts: [spaced(artefact.kind)])
      }
      sheet.bars(bars, name: "disturbance")
    }
    sheet.skip(8)
  }

  private func bar(_ truth: Truth.Event) -> Bar {
    let length = shortNumber(truth.end - truth.start)
    let word = truth.kind + (truth.ignored ? " (not counted)" : "")
    return Bar(
      start: truth.start, end: truth.end, kind: truth.kind,
      texts: ["\(word), \(length) s", word, truth.kind],
      isHollow: truth.ignored)
  }

  private func bar(_ episode: Episode) -> Bar {
    let kind = episode.kind.rawValue
    let likely = "p \(decimalText(episode.involuntary, decimals: 2))"
    let name = kind + (episode.subtype.map { " " + spaced($0.rawValue) } ?? "")
    return Bar(
      start: episode.onset.value, end: episode.offset.value, kind: kind,
      texts: [
        "\(name), \(shortNumber(episode.duration.value)) s, \(likely)", "\(name), \(likely)", name, kind,
      ])
  }

  /// How far the detector had come at each moment, and when it called.
  private func drawLive(on sheet: inout Sheet) {
    let marked = excerpt.calls.isEmpty ? 0.0 : 18
    let top = sheet.panel(12 + marked, name: "live")
    for (stage, colour) in [
      (Excerpt.Stage.learning, "#bbbbbb"), (.active, Palette.fast), (.spasm, Palette.call),
    ] {
      let runs = excerpt.runs { $0 == stage }
      sheet.svg.path(boxes(runs, top: top + marked + 2, height: 8), .fill(colour))
    }
    var free = Sheet.left
    for (index, call) in excerpt.calls.enumerated() {
      let x = sheet.time.pixel(call.at.value)
      sheet.svg.path(
        "M\(number(x - 5)) \(number(top + 4))h10l-5 11z",
        .fill(call.isWithdrawal ? Palette.soft : Palette.call))
      let next =
        index + 1 < excerpt.calls.count
        ? sheet.time.pixel(excerpt.calls[index + 1].at.value) - 6 : Sheet.right
      let after = max(free, x + 8)
      let texts = words(of: call).map { (text: $0, width: textWidth($0, size: 11)) }
      if let fitting = texts.first(where: { after + $0.width <= next }) {
        sheet.svg.text(fitting.text, after, top + 14, size: 11)
        free = after + fitting.width
      } else if let fitting = texts.first(where: { x - 8 - $0.width >= free }) {
        sheet.svg.text(fitting.text, x - 8, top + 14, size: 11, anchor: .end)
      }
      free = max(free, x + 8)
    }
  }

  /// What is written beside a live call, the fullest first.
  private func words(of call: Excerpt.Call) -> [String] {
    if call.isWithdrawal { return ["withdrawn"] }
    let delay = shortNumber((call.at - call.onset).value)
    return ["called, \(delay) s after the onset", "called, \(delay) s", "\(delay) s"]
  }

  /// The stretches in which the signal could not be judged as it is, a thin row for each flaw there was.
  func drawFlaws(on sheet: inout Sheet) {
    let rows: [(flaw: ChannelReading.Flaws, name: String, colour: String)] = [
      (.blanked, "heartbeat, blanked", Palette.blanked), (.missing, "missing, or settling", Palette.flaw),
      (.flat, "flat", Palette.flaw), (.railed, "at a rail", Palette.ink),
    ]
    for row in rows where excerpt.flaws.contains(where: { $0.contains(row.flaw) }) {
      let top = sheet.panel(14, name: "", isFramed: false)
      sheet.svg.path(boxes(excerpt.runs(of: row.flaw), top: top + 3, height: 9), .fill(row.colour))
      sheet.svg.text(row.name, Sheet.right + 8, top + 11, size: 11)
    }
  }

  private func boxes(_ runs: [Range<Int>], top: Double, height: Double) -> String {
    let step = Sheet.width / Double(excerpt.flaws.count)
    return runs.map { run in
      let width = max(1, Double(run.count) * step)
      return "M\(number(Sheet.left + Double(run.lowerBound) * step)) \(number(top))h\(number(width))"
        + "v\(number(height))h\(number(-width))z"
    }.joined()
  }
}

extension Excerpt {
  /// The runs of columns with `flaw`.
  fileprivate func runs(of flaw: ChannelReading.Flaws) -> [Range<Int>] {
    runs(flaws.map { $0.contains(flaw) })
  }

  /// The runs of columns whose stage is as told.
  fileprivate func runs(where isWanted: (Stage) -> Bool) -> [Range<Int>] {
    runs(stages.map { $0.map(isWanted) ?? false })
  }

  private func runs(_ wanted: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (index, isWanted) in wanted.enumerated() where isWanted {
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }
}

/// A name of a file format as words.
func spaced(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }
