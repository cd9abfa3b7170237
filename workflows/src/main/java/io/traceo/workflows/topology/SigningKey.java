package io.traceo.workflows.topology;

/**
 * A key whose signature proves who approved or started something. The private half is held by the
 * HTTP API alone.
 *
 * @param id for example {@code api-2026}
 * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo as Base64: what {@code openssl pkey -pubout
 *     -outform DER | base64} prints
 */
public record SigningKey(String id, String publicKey) {}
