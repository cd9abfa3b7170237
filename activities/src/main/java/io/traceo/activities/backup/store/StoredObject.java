package io.traceo.activities.backup.store;

/**
 * What a store says of an object.
 *
 * @param name in the store
 * @param bytes as stored
 * @param modifiedMillis when it was stored, by the store's clock
 */
public record StoredObject(String name, long bytes, long modifiedMillis) {}
