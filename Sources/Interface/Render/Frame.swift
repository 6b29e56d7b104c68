import Foundation
import Terminal

/// One rendered screen: what the terminal is to show, and until when it holds.
struct Frame: Sendable {
    var grid: Grid
    /// `nil` hides the cursor.
    var cursor: Canvas.Position?
    /// When a visible text changes by the passing of time; `nil` where nothing counts down.
    var nextChange: Date?
}
