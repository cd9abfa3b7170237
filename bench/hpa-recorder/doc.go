// Package recorder runs the HorizontalPodAutoscaler controller of Kubernetes, its own code, with fake
// clients and a fake clock over designed and random demand, and writes down what it saw and decided.
// The recording is a fixture of the project's model of that controller.
//
// It is a test only because testing/synctest, which gives the clock, wants one: see record.
package recorder
