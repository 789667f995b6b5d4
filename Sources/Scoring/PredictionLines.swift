internal import Events

/// Predictions as lines of JSON: the benchmark's `ID.jsonl`.
///
/// `{"start_s":12.3,"end_s":20.1,"kind":"spasm","channel":0}`, times with microseconds; where a detector tells how
/// likely an activity was involuntary, `p_involuntary` follows.
public enum PredictionLines {
  /// The text of a prediction file, UTF-8, a line feed after each line.
  public static func write(_ predictions: [Prediction]) -> [UInt8] {
    var bytes: [UInt8] = []
    for prediction in predictions {
      var json = JSONText()
      json.object { line in
        line.field("start_s", prediction.start, decimals: 6)
        line.field("end_s", prediction.end, decimals: 6)
        line.field("kind", prediction.kind)
        line.field("channel", prediction.channel)
        if let involuntary = prediction.involuntary { line.field("p_involuntary", involuntary, decimals: 3) }
      }
      bytes += json.bytes
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Reads a prediction file; blank lines are skipped, and a line without a channel speaks of channel 0.
  ///
  /// `file` is named in the error, which is thrown for the first line that is not a prediction.
  public static func read(
    _ bytes: some Sequence<UInt8>, file: String
  ) throws(ScoringError) -> [Prediction] {
    var predictions: [Prediction] = []
    let lines = Array(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { continue }
      predictions.append(try decode(Prediction.self, from: line, file: file, line: index + 1))
    }
    return predictions
  }
}

extension Prediction: Decodable {
  private enum CodingKeys: String, CodingKey {
    case kind, channel
    case start = "start_s"
    case end = "end_s"
    case involuntary = "p_involuntary"
  }

  /// Decodes one line.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    start = try fields.decode(Double.self, forKey: .start)
    end = try fields.decode(Double.self, forKey: .end)
    kind = try fields.decode(String.self, forKey: .kind)
    channel = try fields.decodeIfPresent(Int.self, forKey: .channel) ?? 0
    involuntary = try fields.decodeIfPresent(Double.self, forKey: .involuntary)
  }
}
