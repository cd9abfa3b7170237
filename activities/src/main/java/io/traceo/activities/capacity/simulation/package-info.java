/**
 * What ways of scaling would have cost on a real trace of demand, and how long they would have been
 * short of pods. Pure computation: the autoscaler is the model of {@link
 * io.traceo.activities.capacity.hpa}, pods start after a time, metrics come late.
 *
 * <p>A trace is averages over buckets. Between the beginnings of two buckets demand is taken to go
 * in a straight line; swings within a bucket are not there, so that a service with bursts of
 * minutes is short more often than its trace of half hours says.
 */
package io.traceo.activities.capacity.simulation;
