internal import Signals

/// Text of a header in whichever of the two encodings it is, without control characters.
///
/// The standards say ASCII; `µ` and `°` come as UTF-8 from some programs and as Latin-1 from others.
func decodeHeaderText(_ bytes: some Collection<UInt8>, limit: Int = 80) -> String {
  if let text = String(validating: bytes, as: UTF8.self) { return printable(text, limit: limit) }
  var scalars = String.UnicodeScalarView()
  for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
  return printable(String(scalars), limit: limit)
}
