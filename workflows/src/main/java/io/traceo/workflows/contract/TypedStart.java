package io.traceo.workflows.contract;

/**
 * A start record that people type. Where nothing was typed it is read as an empty object, so that
 * the run says which field is missing instead of failing over and over.
 */
public interface TypedStart {}
