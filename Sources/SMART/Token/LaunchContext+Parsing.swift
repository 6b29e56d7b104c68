extension LaunchContext {
    /// Takes the context out of a token or introspection response (R-191: an absent role is `launch`).
    init(taking members: inout TokenMembers) {
        self.init()
        patient = members.take("patient", \.words)
        encounter = members.take("encounter", \.words)
        needPatientBanner = members.take("need_patient_banner", \.truth)
        intent = members.take("intent", \.words)
        smartStyleURL = members.take("smart_style_url", \.words)
        tenant = members.take("tenant", \.words)
        fhirContext = members.take("fhirContext", Reference.list(reading:)) ?? []
        authorizationDetails = members.take("authorization_details") { $0 == .null ? nil : $0.bounded.cleaned }
    }
}

extension LaunchContext.Reference {
    /// Reads `fhirContext`, also where it is one entry without its list.
    fileprivate static func list(reading value: JSONValue) -> [Self]? {
        let entries = (value.array ?? [value]).compactMap(Self.init(reading:))
        return entries.isEmpty ? nil : entries
    }

    /// An entry, also where a server wrote the bare reference as text.
    private init?(reading value: JSONValue) {
        if let reference = value.string.flatMap({ JSONValue.string($0).words }) {
            self.init(reference: reference)
            return
        }
        let reference = value["reference"]?.words
        let canonical = value["canonical"]?.words
        let identifier = value["identifier"]?.bounded.cleaned
        guard reference != nil || canonical != nil || identifier != nil else { return nil }
        self.init(
            reference: reference, canonical: canonical, identifier: identifier, type: value["type"]?.words,
            role: value["role"]?.words ?? "launch")
    }
}

extension JSONValue {
    /// This value as far as it is kept.
    fileprivate var bounded: JSONValue {
        var bounds = Bounds()
        return bounded(by: &bounds)
    }
}
