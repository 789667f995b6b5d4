internal import Monitoring
internal import SpasmDetection

/// Every setting, in the order in which they are printed.
public enum SettingsTable {
  /// The settings; each name has exactly one.
  public static let all: [Setting] = [
    Setting(
      .devices, .texts, .list([]), example: "[sim:back-spasm]",
      "what is monitored, by its address; none: the only device that is found"),
    Setting(
      .preset, .choice(Preset.all.map(\.name)), .text(Preset.all[0].name), flag: "--preset",
      "parameters for a body site or a use; a scenario is judged by its own site where none is named"),
    Setting(
      .parameters, .numbers, .numbers([]), flag: "--set", example: "{spasm_limit_s: 3}",
      "parameters that override the preset's, each by its name"),
    Setting(.record, .bool, .bool(false), flag: "--record", "whether 'spasm live' keeps a session"),
    Setting(
      .library, .path, example: "~/spasm",
      "the folder with the sessions and their index"),
    Setting(
      .episodes, .bool, .bool(false), flag: "--episodes",
      "keep signals of episodes alone, with what came shortly before and after"),
    Setting(
      .preRoll, .number(0...300), .number(10), unit: "s", flag: "--pre-roll",
      "with episodes: how much is kept before one"),
    Setting(
      .postRoll, .number(0...3600), .number(10), unit: "s", flag: "--post-roll",
      "with episodes: how much is kept after one"),
    Setting(
      .partMinutes, .number(0.1...1440), .number(60), unit: "min", flag: "--part-minutes",
      "how long a signal file is before another one begins"),
    Setting(.person, .text, .text("me"), flag: "--person", "whose electrode sites and calibration are used"),
    Setting(
      .sites, .path, flag: "--sites", example: "~/spasm-sites.json",
      "a file that remembers electrode sites from one session to the next, in place of the person's"),
    Setting(
      .screenWindow, .choice(["5", "10", "20", "60"]), .text("10"), unit: "s", flag: "--window",
      "how much time the screen shows"),
    Setting(
      .screenColour, .choice(["auto", "always", "never"]), .text("auto"),
      "colour on the screen; auto: on a terminal, unless NO_COLOR is set"),
    Setting(
      .alertRules, .texts, .list(AlertRule.usual.map(\.description)), flag: "--alert",
      "when an alert is given, one rule a line; none: never"),
    Setting(
      .alertOutlets, .choices(["bell", "desktop", "sound", "vibration"]), .list(["bell", "desktop"]),
      flag: "--alert-by", "how alerts are given, beside the command and the webhook"),
    Setting(
      .alertWords, .choice(["discreet", "full"]), .text("discreet"), flag: "--alert-words",
      "what an alert says; discreet: nothing about the person, since a lock screen is public"),
    Setting(
      .alertSound, .path, example: "~/alert.wav",
      "a sound file to play in place of the built-in tones"),
    Setting(
      .alertCommand, .command, .list([]), example: "[/usr/bin/logger, -t, spasm]",
      "a program that gets the event on its standard input; no shell is involved"),
    Setting(
      .alertWebhook, .text, example: "https://example.org/hook",
      "an address that gets the event by POST: https, or http to this machine"),
    Setting(
      .logLevel, .choice(["trace", "debug", "info", "notice", "warning", "error"]), .text("info"),
      flag: "--log-level", "the least news that is told on standard error"),
    Setting(
      .healthInterval, .number(1...86_400), .number(60), unit: "s", flag: "--health-interval",
      "how often a line tells how the monitoring fares"),
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

  /// The setting called `name`.
  public static func setting(_ name: SettingName) -> Setting {
    guard let setting = byName[name] else { preconditionFailure("every name has its setting") }
    return setting
  }
}
