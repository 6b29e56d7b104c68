package struct IDTokenClaims: Sendable {
    package var subject: String; package var name: String?; package var fhirUser: String?; package var profile: String?
}
