import SMART

/// Scopes in the words of a consent page.
enum ScopePhrase {
    static func text(for scope: Scope) -> String {
        switch scope {
        case .openid: "Confirm who you are"
        case .fhirUser: "Know which record here is your own"
        case .profile: "Know your name"
        case .launch(nil, _): "Know what was open when you launched it"
        case .launch("patient", _): "Know which patient this is about"
        case .launch("encounter", _): "Know which visit this is about"
        case .launch(let context?, _): "Know which \(context) this is about"
        case .access(.offline): "Stay connected when you are gone, until you take it back"
        case .access(.online): "Stay connected while you are signed in here"
        case .access(.none): "Stay connected for a few minutes"
        case .resource(let resource): text(for: resource)
        case .other(let word): word
        }
    }

    private static func text(for scope: ResourceScope) -> String {
        let verbs: [(Interactions, String)] = [
            (.read, "read"), (.search, "search"), (.create, "add"), (.update, "change"), (.delete, "delete"),
        ]
        let granted = verbs.filter { scope.interactions.contains($0.0) }.map(\.1)
        let action =
            granted.count < 2
            ? granted.joined() : granted.dropLast().joined(separator: ", ") + " and " + granted[granted.count - 1]
        let object =
            switch (scope.level, scope.type) {
            case (.patient, let type?): "the patient's \(plural(type))"
            case (.patient, nil): "everything in the patient's record"
            case (_, let type?): "\(plural(type)) of everyone whose records you may open"
            case (_, nil): "everything that you may open"
            }
        let limit = scope.constraint.map { ", limited to \($0)" } ?? ""
        return action.prefix(1).uppercased() + action.dropFirst() + " " + object + limit
    }

    /// `MedicationRequest` as “medication requests”.
    private static func plural(_ type: String) -> String {
        var words = ""
        for letter in type {
            if letter.isUppercase, !words.isEmpty { words += " " }
            words += letter.lowercased()
        }
        if words.hasSuffix("y") { return words.dropLast() + "ies" }
        return words.hasSuffix("s") ? words + "es" : words + "s"
    }
}
