internal import Events

extension Alert {
  /// The alert as an object of JSON, without a line feed: what a command and a webhook are sent.
  ///
  /// `type` is `alert`; `wearable` counts from 1, as sessions do; `text` is what the alert says; `event` is the event that led
  /// to it, whole, whatever the wording.
  public func json(_ wording: Wording) -> [UInt8] {
    var text = JSONText()
    text.object { json in
      json.field("type", "alert")
      json.field("at_s", at)
      json.field("state", state.rawValue)
      json.field("wearable", wearable + 1)
      json.field("rule", rule.description)
      json.field("urgency", urgency.rawValue)
      json.field("held_back", heldBack)
      json.field("text", words(wording))
    }
    // The event's line is an object already; it goes in as it is.
    return text.bytes.dropLast() + Array(",\"event\":".utf8) + eventLine + [UInt8(ascii: "}")]
  }
}
