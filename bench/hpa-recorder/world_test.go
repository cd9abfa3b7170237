package recorder

import (
	"fmt"
	"math/rand"
	"sort"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

const (
	namespace  = "ns"
	target     = "ingest"
	podMetric  = "metrics_ingested_per_second"
	requestCPU = 1000  // milli
	requestMem = 2_000 // bytes; in milli when read
)

// pod is one pod of the target and how it gets on.
type pod struct {
	name     string
	created  time.Time
	pending  int // rounds until it runs
	unready  int // rounds until it is ready
	ready    bool
	changed  time.Time
	gone     bool // being deleted, or failed
	failed   bool
	factor   int // percent of the average load that it takes
	samples  map[string]sample
	versions int
}

type sample struct {
	value  int64
	at     time.Time
	window time.Duration
}

// world is what surrounds the autoscaler: the target's replicas, its pods, their load.
type world struct {
	random   *rand.Rand
	plan     plan
	replicas int32
	pods     []*pod
	born     int
	round    int
}

// step moves everything on by one round.
func (w *world) step(now time.Time) {
	w.round++
	w.sweep()
	w.scale(now)
	for _, p := range w.pods {
		w.age(p, now)
	}
	w.measure(now)
}

// sweep removes what was on its way out.
func (w *world) sweep() {
	kept := w.pods[:0]
	for _, p := range w.pods {
		if !p.gone || (p.failed && w.random.Intn(4) > 0) {
			kept = append(kept, p)
		}
	}
	w.pods = kept
}

// scale makes or ends pods, those that are not ready first, as a ReplicaSet does.
func (w *world) scale(now time.Time) {
	alive := []*pod{}
	for _, p := range w.pods {
		if !p.gone {
			alive = append(alive, p)
		}
	}
	for missing := int(w.replicas) - len(alive); missing > 0; missing-- {
		w.born++
		w.pods = append(w.pods, &pod{
			name:    fmt.Sprintf("%s-%04d", target, w.born),
			created: now, changed: now,
			pending: w.random.Intn(w.plan.pending + 1),
			unready: w.random.Intn(w.plan.unready + 1),
			factor:  100 + 10*(w.random.Intn(3)-1)*w.plan.noise,
		})
	}
	sort.SliceStable(alive, func(i, j int) bool { return !alive[i].ready && alive[j].ready })
	for i := 0; i < len(alive)-int(w.replicas); i++ {
		alive[i].gone = true
	}
}

func (w *world) age(p *pod, now time.Time) {
	if p.gone {
		return
	}
	before := p.ready
	switch {
	case p.pending > 0:
		p.pending--
	case p.unready > 0:
		p.unready--
	default:
		p.ready = true
	}
	if p.ready && w.random.Intn(1000) < w.plan.flips {
		p.ready, p.unready = false, 1+w.random.Intn(4)
	}
	if p.ready && w.random.Intn(1000) < w.plan.fails {
		p.gone, p.failed, p.ready = true, true, false
	}
	if p.ready != before {
		p.changed = now
	}
}

// measure gives each running pod its samples, late and sometimes not at all.
func (w *world) measure(now time.Time) {
	serving := int64(0)
	for _, p := range w.pods {
		if p.ready {
			serving++
		}
	}
	demand := w.plan.demand(w.round)
	for _, p := range w.pods {
		p.samples = map[string]sample{}
		if p.pending > 0 {
			continue
		}
		share := int64(0)
		if p.ready {
			share = demand * 1000 / serving * int64(p.factor) / 100
		}
		at := now.Add(-time.Duration(w.random.Intn(w.plan.lag+1)) * time.Second)
		for _, name := range []string{"cpu", "memory", podMetric} {
			if w.random.Intn(1000) < w.plan.missing || w.blind(name) {
				continue
			}
			p.samples[name] = sample{w.value(name, share), at, w.plan.window}
		}
	}
}

func (w *world) blind(name string) bool {
	return w.plan.blind > 0 && (w.round/5)%w.plan.blind == 0 && name == w.plan.blindTo
}

// value of a metric: a pod that takes 100 of the demand uses 0.6 of its processor.
func (w *world) value(name string, share int64) int64 {
	switch name {
	case "cpu":
		return requestCPU * share * 6 / 10 / 100_000
	case "memory":
		return requestMem * 1000 * (30 + share*3/10/1000) / 100
	default:
		return share
	}
}

// object is the pod as the API server would show it.
func (p *pod) object() *v1.Pod {
	phase, ready := v1.PodRunning, v1.ConditionFalse
	if p.pending > 0 {
		phase = v1.PodPending
	}
	if p.ready {
		ready = v1.ConditionTrue
	}
	started := metav1.NewTime(p.created)
	result := &v1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: p.name, Namespace: namespace,
			Labels: map[string]string{"app": target}},
		Spec: v1.PodSpec{Containers: []v1.Container{{Name: "main", Resources: v1.ResourceRequirements{
			Requests: v1.ResourceList{
				v1.ResourceCPU:    *resource.NewMilliQuantity(requestCPU, resource.DecimalSI),
				v1.ResourceMemory: *resource.NewQuantity(requestMem, resource.DecimalSI),
			}}}}},
		Status: v1.PodStatus{Phase: phase, StartTime: &started, Conditions: []v1.PodCondition{{
			Type: v1.PodReady, Status: ready, LastTransitionTime: metav1.NewTime(p.changed)}}},
	}
	if p.failed {
		result.Status.Phase = v1.PodFailed
	} else if p.gone {
		result.DeletionTimestamp = &metav1.Time{Time: p.changed}
	}
	return result
}

func (w *world) metric(name string) (metrics.PodMetricsInfo, error) {
	result := metrics.PodMetricsInfo{}
	for _, p := range w.pods {
		if s, ok := p.samples[name]; ok {
			result[p.name] = metrics.PodMetric{Timestamp: s.at, Window: s.window, Value: s.value}
		}
	}
	if len(result) == 0 {
		return nil, fmt.Errorf("no metrics known for %s", name)
	}
	return result, nil
}
