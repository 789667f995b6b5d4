internal import FoundationEssentials

/// Decodes one JSON value, and tells a failure in the words of ``ScoringError``.
///
/// `line` is the number of the line that `bytes` are, in a file with one value a line.
func decode<Value: Decodable>(
  _ type: Value.Type, from bytes: some Sequence<UInt8>, file: String, line: Int? = nil
) throws(ScoringError) -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(bytes))
  } catch let error as DecodingError {
    let (path, reason) = describe(error)
    let places = [line.map { "line \($0)" }, path.isEmpty ? nil : path].compactMap(\.self)
    throw ScoringError(
      file: file, place: places.isEmpty ? nil : places.joined(separator: ", "), reason: reason)
  } catch {
    throw ScoringError(file: file, place: line.map { "line \($0)" }, reason: "is not JSON")
  }
}

/// The path of the field at fault, such as `events[3].start_s`, and what is wrong with it.
private func describe(_ error: DecodingError) -> (path: String, reason: String) {
  switch error {
  case .keyNotFound(let key, let context):
    (path(context.codingPath + [key]), "is missing")
  case .typeMismatch(_, let context): (path(context.codingPath), "has the wrong type")
  case .valueNotFound(_, let context): (path(context.codingPath), "is null")
  case .dataCorrupted(let context):
    // The decoder's own sentence differs between Foundation's versions; a field's is our own.
    context.codingPath.isEmpty
      ? ("", "is not JSON") : (path(context.codingPath), context.debugDescription)
  @unknown default: ("", "is not JSON")
  }
}

private func path(_ keys: [any CodingKey]) -> String {
  var text = ""
  for key in keys {
    if let index = key.intValue {
      text += "[\(index)]"
    } else {
      text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
    }
  }
  return text
}
