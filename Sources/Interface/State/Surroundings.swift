import Foundation

/// What the interface found around it at start: the terminal's encoding, the browsers, the time zone.
struct Surroundings: Sendable {
    /// Whether the terminal takes UTF-8, by the locale.
    var isUTF8: Bool
    /// The zone in which times of day are told.
    var timeZone: TimeZone
    /// The command that opens an address in a browser of its own window; `nil` where there is none, as over SSH.
    var browser: String?
    /// The browser that runs in this terminal, such as w3m.
    var textBrowser: String?
}
